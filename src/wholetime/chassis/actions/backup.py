"""Writing a backup: one moment of the database, the files that it names and the keys that it needs, in one file."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from wholetime import __version__
from wholetime.chassis.actions.reference import Progress, silent
from wholetime.chassis.engine.archive import BackupKey, entry, sealed
from wholetime.chassis.engine.archive.writing import BLOCK
from wholetime.chassis.queries import rows
from wholetime.chassis.queries.backups import LAST
from wholetime.chassis.queries.kept_files import KEEPING, at_home, kept_files

FORMAT = 1
PART = 4 << 20
"""Bytes of CSV in one entry: a table of any size then needs no more memory than this."""

KEYS = ("secret_key", "pseudonym_key", "downtime_key", "factor_key")
MARKS = ("demo-filled",)
"""Small files of the home folder that say what was done."""


@dataclass(slots=True)
class BackedUp:
    """What went in: rows of each table and bytes of each file, each with the SHA-256 of its content."""

    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(table["rows"] for table in self.tables.values())

    @property
    def bytes(self) -> int:
        return sum(file["bytes"] for file in self.files.values())


def write_backup(target: BinaryIO, key: BackupKey, progress: Progress = silent) -> BackedUp:
    """Write a backup of this installation into ``target``. What others commit meanwhile is wholly in or wholly out."""
    if connection.in_atomic_block:
        raise RuntimeError("a backup is a transaction of its own")
    done = BackedUp()
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock_shared(%s)", [KEEPING])
        try:
            sealed(_parts(done, _Watched(progress)), target, key)
        finally:
            cursor.execute("select pg_advisory_unlock_shared(%s)", [KEEPING])
    return done


def remember_backup() -> None:
    """Note that a backup is whole and where it belongs, for whatever watches that there is one every night."""
    cache.set(LAST, timezone.now().isoformat(), None)


def _parts(done: BackedUp, watched: _Watched) -> Iterator[bytes]:
    moment = timezone.now()
    seconds = int(moment.timestamp())
    with rows.snapshot():
        files, tables = kept_files(), rows.tables()
        watched.total = sum(table.size for table in tables) + sum(at_home(file).stat().st_size for file in files)
        about = _about(moment.isoformat(), tables)
        yield from _json("about.json", about, seconds)
        for name, secret in sorted(_keys().items()):
            yield from entry(f"keys/{name}", len(secret), [secret], seconds)
        for table in tables:
            watched.saying(table.name)
            yield from _table(table, done, seconds)
            watched.add(table.size)
        done.sequences = rows.sequences()
    for file in [*files, *(Path(name) for name in MARKS if at_home(Path(name)).exists())]:
        watched.saying(file.name)
        yield from _file(file, done, seconds, watched)
    checks = {"tables": done.tables, "files": done.files, "sequences": done.sequences}
    yield from _json("checksums.json", checks, seconds)


def _about(made_at: str, tables: list[rows.TableRows]) -> dict[str, Any]:
    return {
        "format": "wholetime backup",
        "version": FORMAT,
        "made_at": made_at,
        "wholetime": __version__,
        "postgresql": rows.server_version(),
        "migrations": rows.migrations(),
        "tables": {table.name: list(table.columns) for table in tables},
        "left_out": sorted(rows.LEFT_OUT),
    }


def _keys() -> dict[str, bytes]:
    """Every key of the installation, whether it is kept in the home folder or came from the environment."""
    folder = at_home(Path("keys"))
    kept = {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()} if folder.exists() else {}
    return kept | {name: str(getattr(settings, name.upper())).encode() for name in KEYS}


def _table(table: rows.TableRows, done: BackedUp, seconds: int) -> Iterator[bytes]:
    heading = (",".join(table.columns) + "\n").encode()
    check, number, held = hashlib.sha256(), 0, bytearray(heading)
    for block in rows.copied_out(table):
        check.update(block)
        held += block
        if len(held) >= PART:
            yield from _part(table.name, number, held, seconds)
            number, held = number + 1, bytearray(heading)
    if number == 0 or len(held) > len(heading):
        yield from _part(table.name, number, held, seconds)
    done.tables[table.name] = {"rows": rows.row_count(table.name), "sha256": check.hexdigest()}


def _part(table: str, number: int, text: bytearray, seconds: int) -> Iterator[bytes]:
    packed = gzip.compress(bytes(text), 6, mtime=0)
    yield from entry(f"database/{table}/{number:06d}.csv.gz", len(packed), [packed], seconds)


def _file(file: Path, done: BackedUp, seconds: int, watched: _Watched) -> Iterator[bytes]:
    with at_home(file).open("rb") as handle:
        size, check = handle.seek(0, 2), hashlib.sha256()
        handle.seek(0)

        def blocks() -> Iterator[bytes]:
            while block := handle.read(BLOCK):
                check.update(block)
                watched.add(len(block))
                yield block

        yield from entry(f"home/{file.as_posix()}", size, blocks(), seconds)
    done.files[file.as_posix()] = {"bytes": size, "sha256": check.hexdigest()}


def _json(name: str, content: dict[str, Any], seconds: int) -> Iterator[bytes]:
    text = json.dumps(content, indent=1).encode()
    yield from entry(name, len(text), [text], seconds)


class _Watched:
    """How far the work is, for whoever watches."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._said = progress, ""
        self.total, self.done = 0, 0

    def saying(self, what: str) -> None:
        self._said = what
        self.add(0)

    def add(self, size: int) -> None:
        self.done += size
        self._progress(min(self.done, self.total), self.total, self._said)
