"""`wholetime backup` and `wholetime backup-key`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from wholetime.chassis.engine.archive import BackupKey, BadKey, Damaged
from wholetime.chassis.engine.archive.contents import checked
from wholetime.config.commands.ready import interactive, ready, refuse

STANDARD_OUTPUT = Path("-")


def backup(
    file: Annotated[Path, typer.Argument(help="A new file to write, or - for standard output.")],
    check: Annotated[bool, typer.Option(help="Read the backup again when it is written.")] = True,
) -> None:
    """Write everything that this installation holds into one encrypted file.

    The database, the lake, the rows that wait for the register and the keys go in, as they are at one moment: a load
    that is committed meanwhile is wholly in or wholly out. WHOLETIME_BACKUP_KEY locks it; keep that key elsewhere.
    """
    key = backup_key()
    if file.exists():
        refuse(f"{file} is there already: name a new file")
    ready()
    if file == STANDARD_OUTPUT:
        _write(sys.stdout.buffer, key)
        _remember()
        return
    _whole_or_not(file, key)
    if check and key.identity is not None:
        _read_again(file, key)
    _remember()
    typer.echo(f"{file}: {file.stat().st_size:,} bytes" + (", read again and sound" if check and key.identity else ""))


def backup_key_made() -> None:
    """Print a new backup key. Its public half (on standard error) is enough to write backups with."""
    made = BackupKey.new()
    typer.echo(made)
    typer.echo(f"public key, for machines that only write backups: {BackupKey.of(made).recipient}", err=True)


def backup_key() -> BackupKey:
    """The key in the environment; stops, saying what to do, without one."""
    words = os.environ.get("WHOLETIME_BACKUP_KEY", "")
    if not words:
        refuse("WHOLETIME_BACKUP_KEY is not set: make a key with `wholetime backup-key`, and keep it elsewhere")
    try:
        return BackupKey.of(words)
    except BadKey as problem:
        refuse(str(problem))


def _whole_or_not(file: Path, key: BackupKey) -> None:
    temporary = file.with_name(f"{file.name}.writing")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
            _write(target, key)
            target.flush()
            os.fsync(target.fileno())
        temporary.rename(file)
    finally:
        temporary.unlink(missing_ok=True)


def _write(target: BinaryIO, key: BackupKey) -> None:
    from wholetime.chassis.actions.backup import write_backup

    with bar() as shown:
        task = shown.add_task("Backing up")
        done = write_backup(
            target, key, lambda at, total, said: shown.update(task, completed=at, total=total, description=said)
        )
    typer.echo(
        f"{len(done.tables)} tables with {done.rows:,} rows, {len(done.files)} files with {done.bytes:,} bytes",
        err=True,
    )


def _remember() -> None:
    from wholetime.chassis.actions.backup import remember_backup

    remember_backup()


def _read_again(file: Path, key: BackupKey) -> None:
    try:
        with bar() as shown:
            task = shown.add_task("Reading it again", total=file.stat().st_size)
            checked(file, key, lambda at: shown.update(task, completed=at))
    except Damaged as problem:
        file.unlink()
        typer.echo(f"The backup could not be read again and was removed: {problem}", err=True)
        raise typer.Exit(1) from problem


def bar() -> Progress:
    """A progress bar in bytes, where somebody is watching."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), disable=not interactive())
