"""`wholetime doctor` and `wholetime health`: what is wrong with an installation, and what to do about it."""

from __future__ import annotations

import json
import os
from typing import Annotated

import typer
from rich.console import Console

from wholetime.config.checks.finding import Answer, Level, failed
from wholetime.config.commands.ready import FAILED, refuse, set_up
from wholetime.config.home import home_named

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a machine to read.")]
COLOURS = {Level.GOOD: "green", Level.WARNING: "yellow", Level.FAULT: "red"}


def doctor(as_json: AsJson = False) -> None:
    """Check an installation and say what to put right: settings, secrets, database, disk, lake, mail, jobs, backups.

    Changes nothing but its own list of checksums. Exit code 1 where there is a fault; warnings leave it 0.
    """
    _settings()
    from wholetime.config.checks.lists import whole_installation

    answers = whole_installation()
    _print(answers, as_json, well=not failed(answers))


def health(as_json: AsJson = False) -> None:
    """Whether the site can serve, as /health/ready answers, and what else is worth watching. Exit code 1 if not."""
    _settings()
    from wholetime.config.checks.lists import health as asked

    well, answers = asked()
    _print(answers, as_json, well=well)


def _settings() -> None:
    """Django alone: nothing is prepared, for whoever looks must not change."""
    served = os.environ.get("DATABASE_URL")
    if not home_named().is_dir() or not (served or (home_named() / "postgres").is_dir()):
        refuse(f"{home_named()} holds no installation: set WHOLETIME_HOME, or make one with `wholetime prepare`")
    set_up()


def _print(answers: list[Answer], as_json: bool, *, well: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"ok": well, "checks": [answer.as_dict() for answer in answers]}, indent=2))
    else:
        _print_lines(answers)
    if not well:
        raise typer.Exit(FAILED)


def _print_lines(answers: list[Answer]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for answer in answers:
        found = answer.finding
        console.print(f"{found.level.value:8}", style=COLOURS[found.level], end="")
        console.print(f"{answer.check.replace('_', ' ')}: ", end="")
        console.print(found.said, markup=False)
        if found.do:
            console.print(f"        → {found.do}", markup=False)
