"""What is in a backup, entry by entry, and whether all of it is as it was written."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from wholetime.chassis.engine.archive.keys import BackupKey
from wholetime.chassis.engine.archive.reading import Damaged, Entry, opened

FORMAT = 1
"""The newest form of backup that is understood here."""


class Newer(ValueError):
    """The backup was made by a newer wholetime; the message says which."""


@dataclass(slots=True)
class Contents:
    """What a backup says of itself: ``about`` at its beginning, ``tables``, ``files`` and ``sequences`` at its end."""

    about: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)

    def columns(self, table: str) -> tuple[str, ...]:
        return tuple(self.about["tables"][table])


def checked(path: Path, key: BackupKey, watch: Callable[[int], None] = lambda size: None) -> Contents:
    """Read the backup to its end, writing nothing. Raises Damaged, Newer, or BadKey."""
    sums: dict[str, Any] = {}
    seen: Counter[str] = Counter()
    found = Contents()
    with path.open("rb") as source, opened(source, key) as entries:
        for each in entries:
            _take(each, found, sums, seen)
            watch(source.tell())
    _agree(found, {name: check.hexdigest() for name, check in sums.items()}, seen)
    return found


def _take(entry: Entry, found: Contents, sums: dict[str, Any], seen: Counter[str]) -> None:
    folder, _, rest = entry.name.partition("/")
    if entry.name == "about.json":
        found.about = json.load(entry.content)
        _understand(found.about)
    elif entry.name == "checksums.json":
        ended = json.load(entry.content)
        found.tables, found.files, found.sequences = ended["tables"], ended["files"], ended["sequences"]
    elif folder == "keys":
        found.keys[safe(rest).name] = entry.content.read().decode()
    elif folder == "database":
        table = table_of(entry)
        check = sums.setdefault(f"database/{table}", hashlib.sha256())
        for block in table_rows(entry, found.columns(table)):
            check.update(block)
    elif folder == "home":
        check = sums.setdefault(f"home/{safe(rest)}", hashlib.sha256())
        for block in entry.blocks():
            check.update(block)
            seen[rest] += len(block)
    else:
        raise Damaged(f"the backup holds something unknown: {entry.name}")


def _understand(about: dict[str, Any]) -> None:
    if about.get("format") != "wholetime backup":
        raise Damaged("this is an encrypted archive, and not one that wholetime wrote")
    if about["version"] > FORMAT:
        raise Newer(f"the backup has form {about['version']}, of wholetime {about['wholetime']}: install that first")


def _agree(found: Contents, sums: dict[str, str], seen: Counter[str]) -> None:
    told = {f"database/{name}": table["sha256"] for name, table in found.tables.items()}
    told |= {f"home/{name}": file["sha256"] for name, file in found.files.items()}
    if not found.about or not found.tables:
        raise Damaged("the backup has no end: it was cut short when it was made")
    differing = sorted(name for name in told.keys() | sums.keys() if told.get(name) != sums.get(name))
    if differing:
        raise Damaged(f"the backup does not hold what it was made of: {', '.join(differing[:5])}")
    if set(found.tables) != set(found.about["tables"]):
        raise Damaged("the backup does not hold the tables that it names")
    if any(seen[name] != file["bytes"] for name, file in found.files.items()):
        raise Damaged("a file in the backup has not its size")


def table_of(entry: Entry) -> str:
    """The table whose rows the entry holds."""
    return PurePosixPath(entry.name).parts[1]


def table_rows(entry: Entry, columns: tuple[str, ...]) -> Iterator[bytes]:
    """The rows of one part of a table, without its heading, which must name ``columns``."""
    with gzip.open(entry.content, "rb") as text:
        if text.readline().decode().rstrip("\n") != ",".join(columns):
            raise Damaged(f"{entry.name} has other columns than the backup says")
        while block := text.read(1 << 20):
            yield block


def safe(name: str) -> PurePosixPath:
    """A name that stays below the folder it is written into. Raises Damaged."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise Damaged(f"the backup names a file outside the home folder: {name}")
    return path
