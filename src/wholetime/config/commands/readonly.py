"""`wholetime readonly`: close the installation for writing, open it, or say how it is."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from wholetime.config.commands.ready import ready


class Switch(StrEnum):
    """What may be said to it."""

    ON = "on"
    OFF = "off"
    STATUS = "status"


def readonly(
    switch: Annotated[Switch, typer.Argument(help="on, off or status.")] = Switch.STATUS,
    reason: Annotated[str, typer.Option(help="Shown to everybody who reads or tries to write.")] = "upkeep",
) -> None:
    """Refuse all writes, from pages, programs, jobs and the command line, while reading goes on.

    The database itself refuses them. `on` returns when the writes that had begun are over. An installation whose disk
    is nearly full (WHOLETIME_DISK_RESERVE) closes by itself, and opens again when there is room.
    """
    ready()
    from wholetime.chassis.actions.read_only import close_for_writing, open_for_writing

    if switch is Switch.ON:
        left = close_for_writing(reason)
        typer.echo("read-only" + (f"; {left} writes that had begun are still at work" if left else ""))
    elif switch is Switch.OFF:
        typer.echo("takes writes again" if open_for_writing() else "took writes already")
    else:
        _say()


def _say() -> None:
    from wholetime.chassis.queries.read_only import free_megabytes, read_only

    closed, room = read_only(), f"{free_megabytes():,} MB free"
    if closed is None:
        typer.echo(f"takes writes ({room})")
    else:
        typer.echo(f"read-only since {closed.since:%Y-%m-%d %H:%M %Z} ({closed.cause}): {closed.reason} ({room})")
