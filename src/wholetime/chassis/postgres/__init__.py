"""Django's PostgreSQL backend, able to bring its own server.

With no ``DATABASE_URL`` the first connection starts the PostgreSQL that came with the installation, keeping
its files under ``WHOLETIME_HOME``; it stops when the last process that uses it ends.
"""
