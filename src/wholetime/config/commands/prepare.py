"""`wholetime prepare`: make the database, or bring it up to date."""

from __future__ import annotations

import typer

from wholetime.config.commands.ready import ready


def prepare() -> None:
    """Make the database and the reference organisations, or bring them up to this version; harmless to repeat.

    Other commands do so by themselves. This one is for upgrades: run it once, before anything is started.
    """
    ready()
    typer.echo("ready")
