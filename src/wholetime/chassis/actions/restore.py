"""Restoring a backup into an empty installation: all of it, verified, or none of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, takewhile
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction

from wholetime.chassis.actions import refill
from wholetime.chassis.actions.backup import MARKS
from wholetime.chassis.actions.reference import Progress, silent
from wholetime.chassis.engine.archive import BackupKey, Entry, opened
from wholetime.chassis.engine.archive.contents import Contents, safe
from wholetime.chassis.queries import rows
from wholetime.chassis.queries.kept_files import at_home, file_faults, folders


class NotEmpty(ValueError):
    """There is something here already; the message says what."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was entered and verified; ``migrations`` ran since, because the backup was made by an older wholetime."""

    tables: int
    rows: int
    files: int
    bytes: int
    migrations: int


def restore_backup(
    path: Path,
    key: BackupKey,
    contents: Contents,
    finish: Callable[[], None],
    progress: Progress = silent,
) -> Restored:
    """Enter the backup at ``path``, whose ``contents`` were checked, into this home folder and its empty database.

    ``finish`` is called when all is verified. Raises NotEmpty, Newer, Damaged or
    NotAlike; the database is then empty, as it was before.
    """
    refill.refuse_newer(contents)
    if not refill.is_empty():
        raise NotEmpty("the database holds something already: name an empty one")
    try:
        refill.make_tables(contents)
        with transaction.atomic(), path.open("rb") as source, opened(source, key) as entries:
            for statement in rows.READ_ALIKE:
                _run(statement)
            _enter(contents, entries, lambda said: progress(source.tell(), path.stat().st_size, said))
            _open(contents)
        before = len(rows.migrations())
        call_command("migrate", verbosity=0, interactive=False)
        if faults := file_faults():
            raise refill.NotAlike(f"files and database do not agree: {'; '.join(faults[:3])}")
        finish()
    except BaseException:
        refill.clear()
        raise
    refill.unmark()
    return _restored(contents, len(rows.migrations()) - before)


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _open(contents: Contents) -> None:
    """A copy takes writes, even of an installation that was closed when it was copied."""
    if "read_only_since" in contents.columns("chassis_installation"):
        _run("update chassis_installation set read_only_since = null, read_only_reason = '', read_only_cause = ''")


def _enter(contents: Contents, entries: Iterator[Entry], say: Callable[[str], None]) -> None:
    """Keys were written before the settings were read; then come all tables, then all files."""
    others: list[Entry] = []

    def rest() -> Iterator[Entry]:
        for each in entries:
            say(each.name)
            if each.name.startswith("database/"):
                yield each
            elif each.name.startswith("home/"):
                others.append(each)
                return

    refill.fill(contents, rest())
    for each in chain(others, takewhile(lambda found: found.name != "checksums.json", entries)):
        say(each.name)
        _write(each)


def _write(entry: Entry) -> None:
    relative = safe(entry.name.removeprefix("home/"))
    if relative.parts[0] not in folders() and relative.name not in MARKS:
        raise refill.NotAlike(f"the backup holds a file for a part that is not here: {relative}")
    target = at_home(Path(relative))
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        for block in entry.blocks():
            handle.write(block)
        handle.flush()
        os.fsync(handle.fileno())


def _restored(contents: Contents, migrations: int) -> Restored:
    return Restored(
        tables=len(contents.tables),
        rows=sum(table["rows"] for table in contents.tables.values()),
        files=len(contents.files),
        bytes=sum(file["bytes"] for file in contents.files.values()),
        migrations=migrations,
    )
