"""`wholetime downtime`: write, verify and look after downtime packs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from wholetime.chassis.engine.packs import newest, verify
from wholetime.chassis.engine.signing import NotAPublicKey, public_key, public_pem, signing_key
from wholetime.config.commands.backup import bar
from wholetime.config.commands.ready import FAILED, ready, refuse

downtime = typer.Typer(help="Signed packs for each team, for when the system cannot be reached.", no_args_is_help=True)


@downtime.command("write")
def write(
    folder: Annotated[Path | None, typer.Argument(help="Where to; WHOLETIME_DOWNTIME_FOLDER without it.")] = None,
) -> None:
    """Write every team's pack now. The worker does so each hour."""
    ready()
    from django.conf import settings

    from wholetime.chassis.actions.downtime import write_packs

    if folder is None and not settings.DOWNTIME_FOLDER:
        refuse("name a folder, or set WHOLETIME_DOWNTIME_FOLDER")
    with bar() as shown:
        task = shown.add_task("Writing packs")
        run = write_packs(
            folder or Path(settings.DOWNTIME_FOLDER),
            settings.DOWNTIME_KEEP,
            lambda at, total, said: shown.update(task, completed=at, total=total, description=said),
        )
    typer.echo(f"{run.teams} packs" + (f" — {run.said}" if run.said else ""))
    if not run.good:
        raise typer.Exit(FAILED)


@downtime.command("verify")
def verify_folder(
    folder: Annotated[Path, typer.Argument(help="A folder of packs: the newest run in it, or one run.", exists=True)],
    key: Annotated[Path | None, typer.Option(help="The public key (PEM), where the installation is away.")] = None,
) -> None:
    """Say whether the packs are all there and as this installation wrote them."""
    run = newest(folder)
    if run is None:
        refuse(f"{folder} holds no packs")
    try:
        genuine = public_key(key.read_bytes() if key else _own_key())
    except NotAPublicKey as problem:
        refuse(f"{key}: {problem}")
    found = verify(run, genuine)
    for fault in found.faults:
        typer.echo(fault, err=True)
    if found.faults:
        raise typer.Exit(FAILED)
    typer.echo(f"{found.run}: {found.files} files, all there, unchanged and signed")


@downtime.command("key")
def key() -> None:
    """Print the public key. Keep a copy on paper and where packs are read: it proves them without this system."""
    typer.echo(_own_key().decode().strip())


@downtime.command("status")
def status() -> None:
    """When packs were last written; exit code 1 where they are late, for whatever watches this machine."""
    ready()
    from wholetime.chassis.api import pack_state

    state = pack_state()
    if not state.wanted:
        typer.echo("no packs are written: WHOLETIME_DOWNTIME_FOLDER is not set")
        return
    last = f"{state.last_success:%Y-%m-%d %H:%M %Z}, {state.teams} teams" if state.last_success else "never"
    typer.echo(f"last good run: {last}" + (f"; since then: {state.last_said}" if state.last_said else ""))
    if state.late:
        typer.echo("late", err=True)
        raise typer.Exit(FAILED)


def _own_key() -> bytes:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholetime.config.settings")
    from django.conf import settings

    return public_pem(signing_key(settings.DOWNTIME_KEY).public_key())
