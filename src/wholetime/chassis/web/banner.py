"""The banners that pages wear: while nothing can be changed, and while downtime packs are late."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from wholetime.chassis.engine.wording import day_text
from wholetime.chassis.queries.invitations import administered
from wholetime.chassis.queries.packs import pack_state
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


def late_packs(reader: Any) -> str | None:
    """What those who administer something are told while downtime packs are late; None for everybody else."""
    try:
        state = pack_state() if settings.DOWNTIME_FOLDER and administered(reader) else None
    except DatabaseError:
        return None
    if state is None or not state.late:
        return None
    if state.last_success is None:
        return "None was ever written. Ask whoever runs this installation."
    since = timezone.localtime(state.last_success)
    return (
        f"The last were written at {since:%H:%M} on {day_text(since.date())}: what teams hold on paper is old. "
        "Ask whoever runs this installation."
    )
