"""The banner that every page wears while nothing can be changed."""

from __future__ import annotations

from django.db import DatabaseError
from django.utils import timezone

from wholetime.chassis.engine.wording import day_text
from wholetime.chassis.queries.read_only import read_only


def notice() -> str | None:
    """What it says; None while writes are taken, and on the error page of a database that does not answer."""
    try:
        closed = read_only()
    except DatabaseError:
        return None
    if closed is None:
        return None
    since = timezone.localtime(closed.since)
    return (
        f"Nothing can be changed since {since:%H:%M} on {day_text(since.date())}: {closed.reason}. "
        "You can go on reading."
    )
