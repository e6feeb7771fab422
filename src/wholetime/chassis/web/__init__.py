"""Addresses, views and page furniture."""
