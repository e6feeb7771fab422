"""Pure reading, checking and counting: no Django, no database, no network."""
