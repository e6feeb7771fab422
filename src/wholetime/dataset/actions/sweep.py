"""Taking away files that no record names: left by a process that was killed, or kept while a backup was at work."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction

from wholetime.chassis.api import may_remove
from wholetime.dataset.models import Load
from wholetime.dataset.models.load import LoadState
from wholetime.dataset.queries.kept import IDENTITIES, named_paths

STILL = 24 * 60 * 60
"""Seconds: a file that is younger may belong to a load that is being staged and that nobody else sees yet."""


def sweep(now: float | None = None) -> list[Path]:
    """Remove such files; which they were. None while files are being copied."""
    with transaction.atomic():
        if not may_remove():
            return []
        oldest = (time.time() if now is None else now) - STILL
        gone = nameless_before(oldest)
        for file in gone:
            file.unlink(missing_ok=True)
    return gone


def nameless_before(moment: float) -> list[Path]:
    """Files that no record names and that nobody touched since ``moment``."""
    return [file for file in _nameless() if file.stat().st_mtime < moment]


def _nameless() -> Iterator[Path]:
    lake = Path(settings.LAKE)
    named = named_paths()
    for file in [*lake.glob("*/*.parquet"), *lake.glob("*/*.writing")]:
        if str(file.relative_to(lake)) not in named:
            yield file
    wanted = {str(key) for key in Load.objects.filter(state=LoadState.STAGED).values_list("key", flat=True)}
    wanted |= {str(key) for key in Load.objects.filter(state=LoadState.COMMITTED).values_list("key", flat=True)}
    for file in (Path(settings.HOME) / IDENTITIES).glob("*"):
        if file.suffix == ".writing" or file.stem not in wanted:
            yield file
