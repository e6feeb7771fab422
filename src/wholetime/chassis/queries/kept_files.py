"""Files that belong to the database, below the home folder: each room says which its records name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

KEEPING = 0x6B_65_65_70
"""The lock of whoever copies files: while it is shared, nothing that a snapshot may name is removed."""


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """``listing`` gives the files of ``folder`` that the database names as it is in this transaction, below the home.

    ``faults`` reads them and says, one sentence each, where files and database disagree.
    """

    folder: str
    listing: Callable[[], list[Path]]
    faults: Callable[[], list[str]]


_kept: dict[str, KeptFiles] = {}


def register_kept_files(kept: KeptFiles) -> None:
    """Have ``kept`` in every backup; registering the same folder again replaces it."""
    _kept[kept.folder] = kept


def kept_files() -> list[Path]:
    """Below the home folder, in order."""
    return sorted(path for kept in _kept.values() for path in kept.listing())


def file_faults() -> list[str]:
    """Where files and database disagree; none in a sound installation."""
    return [fault for kept in _kept.values() for fault in kept.faults()]


def folders() -> frozenset[str]:
    return frozenset(_kept)


def at_home(path: Path) -> Path:
    return Path(settings.HOME) / path


def may_remove() -> bool:
    """Whether nobody copies files now; holds until this transaction ends. What may not be removed is swept up later."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [KEEPING])
        return bool(cursor.fetchone()[0])
