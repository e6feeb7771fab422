"""When the last backup was made."""

from __future__ import annotations

from datetime import datetime

from django.core.cache import cache

LAST = "chassis.last_backup"
"""In the table of counters: all machines see it, read-only mode lets it be written, and no backup holds it, so that a
restored copy does not take another's backup for its own."""


def last_backup() -> datetime | None:
    """The moment it was finished; None where there was none since the database was made or restored."""
    written = cache.get(LAST)
    return datetime.fromisoformat(written) if written else None
