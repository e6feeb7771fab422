"""Pure foundations: periods, labelled figures, rates, process control, disclosure control.

Nothing here knows of Django, a database or the network.
"""
