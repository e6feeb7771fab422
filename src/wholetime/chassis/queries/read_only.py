"""Whether the installation takes writes now, and whether that was why something failed."""

from __future__ import annotations

import errno
import shutil
from dataclasses import dataclass
from datetime import datetime

import psycopg
from django.conf import settings

from wholetime.chassis.models import Installation
from wholetime.chassis.queries.moment import once_a_moment

MEGABYTE = 1_000_000
DISK_FULL = "There is no room left on the disk, and nothing was changed. Whoever runs this installation must make room."
COME_BACK = "Nothing was changed. You can go on reading; try again later."


@dataclass(frozen=True, slots=True)
class ReadOnly:
    """Closed for writing ``since`` then. ``cause`` is operator or disk."""

    since: datetime
    reason: str
    cause: str


@once_a_moment
def read_only() -> ReadOnly | None:
    """None where writes are taken."""
    closed = Installation.objects.filter(read_only_since__isnull=False)
    row = closed.values_list("read_only_since", "read_only_reason", "read_only_cause").first()
    return ReadOnly(*row) if row else None  # type: ignore[arg-type]  # not null, by the filter


def refusal_in(fault: BaseException) -> str | None:
    """What to tell somebody whose write failed because nothing is written now; None for any other fault."""
    for cause in _causes(fault):
        if isinstance(cause, psycopg.errors.ReadOnlySqlTransaction):
            said = cause.diag.message_primary or "wholetime is read-only"
            return f"{said[0].upper()}{said[1:]}. {COME_BACK}"
        if isinstance(cause, psycopg.errors.DiskFull) or (
            isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT)
        ):
            return DISK_FULL
    return None


def _causes(fault: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while fault is not None and fault not in found:
        found.append(fault)
        fault = fault.__cause__ or fault.__context__
    return found


def free_megabytes() -> int:
    """Room on the disk of the home folder."""
    return shutil.disk_usage(settings.HOME).free // MEGABYTE
