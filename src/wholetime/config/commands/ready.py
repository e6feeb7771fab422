"""Brings up Django and, in an empty home folder, the database and the reference organisations."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import typer

FAILED, BAD_INPUT = 1, 2


def ready(*, demo: bool = False) -> None:
    """Everything a command needs before it may touch rooms: settings, database, tree.

    An empty home prepares itself, which takes some seconds and is said on standard error.
    """
    set_up()
    from wholetime.chassis.actions.prepare import is_prepared, prepare

    if not is_prepared():
        typer.echo("Preparing the database and the reference organisations …", err=True)
        prepare(demo=demo)


def set_up() -> None:
    """The settings and the rooms, and this process as the operator's, who can read the database anyway."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholetime.config.settings")
    import django

    django.setup()
    from wholetime.chassis.postgres.reach import OPERATOR, by_default

    by_default(OPERATOR)


def ready_to_write() -> None:
    """``ready``, for a command that changes something: stops, saying why, where nothing may be changed."""
    ready()
    from wholetime.chassis.actions.read_only import watch_disk
    from wholetime.chassis.queries.read_only import read_only

    watch_disk()
    closed = read_only()
    if closed is not None:
        typer.echo(f"wholetime is read-only: {closed.reason}. Nothing was changed; try again later.", err=True)
        raise typer.Exit(FAILED)


def refuse(message: str) -> NoReturn:
    """Say what is wrong with the input and stop; nothing was changed."""
    typer.echo(message, err=True)
    raise typer.Exit(BAD_INPUT)


def interactive() -> bool:
    """Whether somebody is watching: then progress bars make sense."""
    return sys.stderr.isatty()
