"""`wholetime worker`: background jobs only."""

from __future__ import annotations

import typer

from wholetime.config.commands.ready import ready


def worker() -> None:
    """Run background jobs until interrupted, for a machine or a process that serves no pages.

    As many may run as there is work for, on any machine that reaches the database and the home folder. Each works
    through one job at a time; a job whose worker dies is run again by another.
    """
    ready()
    from wholetime.chassis.jobs import run_worker

    typer.echo("working — stop it with Ctrl-C", err=True)
    run_worker()
