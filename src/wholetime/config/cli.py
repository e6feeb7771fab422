"""The command line: `wholetime`, one module of ``commands`` for each word."""

from __future__ import annotations

import os
import sys

import typer

from wholetime import __version__
from wholetime.config.commands.audit import audit
from wholetime.config.commands.backup import backup, backup_key_made
from wholetime.config.commands.demo import demo
from wholetime.config.commands.doctor import doctor, health
from wholetime.config.commands.downtime import downtime
from wholetime.config.commands.export import export
from wholetime.config.commands.figure import figure
from wholetime.config.commands.figures import figures
from wholetime.config.commands.forecast import forecast
from wholetime.config.commands.forget_factors import forget_factors
from wholetime.config.commands.held_about import held_about, link
from wholetime.config.commands.hold import hold
from wholetime.config.commands.invite import invite
from wholetime.config.commands.load import load
from wholetime.config.commands.prepare import prepare
from wholetime.config.commands.readonly import readonly
from wholetime.config.commands.ready import FAILED
from wholetime.config.commands.restore import restore
from wholetime.config.commands.retention import retention
from wholetime.config.commands.roster_living import roster
from wholetime.config.commands.serve import serve
from wholetime.config.commands.spc import spc
from wholetime.config.commands.synthesise import synthesise
from wholetime.config.commands.token import token
from wholetime.config.commands.worker import worker

app = typer.Typer(
    name="wholetime",
    help=(
        "One workforce system for health and care.\n\n"
        "Start with [bold]wholetime demo[/bold], or load your own files with [bold]wholetime load FILE[/bold] and ask "
        "for a figure with [bold]wholetime figure sickness_rate --by org,period[/bold].\n\n"
        "Exit codes: 0 done; 1 something failed; 2 the command or its input was wrong, and nothing was changed."
    ),
    rich_markup_mode="rich",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

COMMANDS = (
    demo,
    serve,
    worker,
    prepare,
    doctor,
    health,
    load,
    figure,
    figures,
    spc,
    synthesise,
    export,
    held_about,
    link,
    backup,
    restore,
    readonly,
    retention,
    invite,
    forget_factors,
)
for command in COMMANDS:
    app.command()(command)
app.command("backup-key")(backup_key_made)
app.add_typer(audit, name="audit")
app.add_typer(downtime, name="downtime")
app.add_typer(roster, name="roster")
app.add_typer(forecast, name="forecast")
app.add_typer(hold, name="hold")
app.add_typer(token, name="token")


@app.callback(invoke_without_command=True)
def root(version: bool = typer.Option(False, "--version", help="Say which version this is, and stop.")) -> None:
    if version:
        typer.echo(f"wholetime {__version__}")
        raise typer.Exit


def main() -> None:
    try:
        app()
    except Exception as fault:
        said = _refusal(fault)
        if said is None:
            raise
        typer.echo(said, err=True)
        sys.exit(FAILED)


def _refusal(fault: Exception) -> str | None:
    """What to say where the database or the disk refused to write; such a fault comes from nowhere else."""
    if not os.environ.get("DJANGO_SETTINGS_MODULE"):
        return None  # nothing was asked of a database yet
    from wholetime.chassis.queries.read_only import refusal_in

    return refusal_in(fault)


if __name__ == "__main__":
    main()
