"""`wholetime restore`: a backup into an empty home folder, all of it or none."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from wholetime.chassis.engine.archive import BackupKey, BadKey, Damaged
from wholetime.chassis.engine.archive.contents import Contents, Newer, checked
from wholetime.config.commands.backup import backup_key, bar
from wholetime.config.commands.ready import refuse, set_up
from wholetime.config.home import home_named


def restore(
    file: Annotated[Path, typer.Argument(help="A backup.", exists=True, dir_okay=False)],
) -> None:
    """Restore a backup into an empty WHOLETIME_HOME (and, where DATABASE_URL is set, an empty database).

    The file is read to its end before anything is written; rows are counted and compared, files checked against
    their SHA-256 and against the manifest. Whatever goes wrong, the home folder stays empty.
    """
    key, target = backup_key(), home_named()
    _refuse_unless_empty(target)
    contents = _checked(file, key)
    with _beside(target) as staging:
        _lay_out_keys(contents, staging)
        _restore(file, key, contents, staging, target)


def _refuse_unless_empty(target: Path) -> None:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        refuse(f"{target} is not empty: set WHOLETIME_HOME to a new folder. Nothing was changed")
    if os.path.ismount(target):
        refuse(f"{target} is the top of a disk: set WHOLETIME_HOME to a folder in it. Nothing was changed")


def _checked(file: Path, key: BackupKey) -> Contents:
    try:
        with bar() as shown:
            task = shown.add_task("Checking the backup", total=file.stat().st_size)
            return checked(file, key, lambda at: shown.update(task, completed=at))
    except (BadKey, Damaged, Newer) as problem:
        refuse(f"{file}: {problem}. Nothing was changed")


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A folder beside ``target`` that is gone in the end, whatever happens; what a killed restore left goes first."""
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = target.with_name(f".{target.name}.restoring")
    with target.with_name(f".{target.name}.restoring.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            refuse(f"another restore into {target} is at work")
        shutil.rmtree(staging, ignore_errors=True)
        try:
            staging.mkdir()
            yield staging
        finally:
            _close_database(staging)
            shutil.rmtree(staging, ignore_errors=True)
            Path(lock.name).unlink(missing_ok=True)


def _lay_out_keys(contents: Contents, staging: Path) -> None:
    """Before the settings are read: they make keys where there are none."""
    given = os.environ.get("WHOLETIME_PSEUDONYM_KEY")
    if given and given != contents.keys["pseudonym_key"]:
        refuse("WHOLETIME_PSEUDONYM_KEY is not the key of the backup: unset it, or new months would not join old ones")
    folder = staging / "keys"
    folder.mkdir(mode=0o700)
    for name, secret in contents.keys.items():
        file = folder / name
        file.touch(mode=0o600)
        file.write_text(secret)


def _restore(file: Path, key: BackupKey, contents: Contents, staging: Path, target: Path) -> None:
    os.environ["WHOLETIME_HOME"] = str(staging)
    set_up()
    from wholetime.chassis.actions.refill import NotAlike
    from wholetime.chassis.actions.restore import NotEmpty, restore_backup

    embedded = not os.environ.get("DATABASE_URL")

    def finish() -> None:
        if not embedded:  # the embedded database is in the folder itself, and must be stopped first
            staging.rename(target)

    try:
        with bar() as shown:
            task = shown.add_task("Restoring")
            done = restore_backup(
                file,
                key,
                contents,
                finish,
                lambda at, total, said: shown.update(task, completed=at, total=total, description=said),
            )
    except (NotEmpty, Newer, NotAlike, Damaged) as problem:
        if not embedded and not staging.exists():
            target.rename(staging)
        refuse(f"{file}: {problem}. Nothing was changed")
    if embedded:
        _close_database(staging)
        staging.rename(target)
    said = f", brought up to date by {done.migrations} migrations" if done.migrations else ""
    typer.echo(
        f"{target}: {done.tables} tables with {done.rows:,} rows and {done.files} files with {done.bytes:,} bytes, "
        f"counted, compared and sound{said}"
    )


def _close_database(staging: Path) -> None:
    """Stop the embedded server whose files are in ``staging``, if one was started there."""
    data = staging / "postgres"
    if not data.exists():
        return
    from django.db import connections

    from wholetime.chassis.postgres import embedded

    connections.close_all()
    embedded.stop(data)
