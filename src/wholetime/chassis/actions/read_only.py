"""Closing the installation for writing and opening it again, by hand or because the disk is nearly full."""

from __future__ import annotations

import time

from django.conf import settings
from django.db import connection
from django.utils import timezone

from wholetime.chassis.models import Installation
from wholetime.chassis.queries.read_only import free_megabytes

OPERATOR, DISK = "operator", "disk"
ENOUGH = 1.5
"""Open again when there is half as much room again as the reserve, so that it does not flicker at the edge."""

PATIENCE = 30
"""Seconds to wait for writes that had begun."""


def close_for_writing(reason: str, cause: str = OPERATOR, patience: float = PATIENCE) -> int:
    """Refuse every write from now on; how many that had begun before are still at work after ``patience`` seconds.

    Closed by the disk, an operator's word takes its place; the other way round the operator's stays.
    """
    rows = Installation.objects.all() if cause == OPERATOR else Installation.objects.filter(read_only_since=None)
    rows.update(read_only_since=timezone.now(), read_only_reason=reason[:200], read_only_cause=cause)
    until = time.monotonic() + patience
    while (left := _writers()) and time.monotonic() < until:
        time.sleep(0.1)
    return left


def open_for_writing() -> bool:
    """Take writes again; False where they were taken already."""
    closed = Installation.objects.filter(read_only_since__isnull=False)
    return bool(closed.update(read_only_since=None, read_only_reason="", read_only_cause=""))


def watch_disk() -> None:
    """Close when there is less room than the reserve, and open again what this closed when there is enough."""
    free, reserve = free_megabytes(), settings.DISK_RESERVE
    if free < reserve:
        close_for_writing(f"the disk has {free:,} MB left, less than the reserve of {reserve:,} MB", DISK, patience=0)
    elif free >= reserve * ENOUGH:
        Installation.objects.filter(read_only_cause=DISK).update(
            read_only_since=None, read_only_reason="", read_only_cause=""
        )


def _writers() -> int:
    """Transactions of others that have written something and are not over."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_stat_activity "
            "where datname = current_database() and backend_xid is not null and pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])
