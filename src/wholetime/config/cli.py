"""The command line: `wholetime`, one module of ``commands`` for each word."""

from __future__ import annotations

import typer

from wholetime import __version__
from wholetime.config.commands.backup import backup, backup_key_made
from wholetime.config.commands.demo import demo
from wholetime.config.commands.export import export
from wholetime.config.commands.figure import figure
from wholetime.config.commands.figures import figures
from wholetime.config.commands.load import load
from wholetime.config.commands.restore import restore
from wholetime.config.commands.serve import serve
from wholetime.config.commands.spc import spc
from wholetime.config.commands.synthesise import synthesise

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

for command in (demo, serve, load, figure, figures, spc, synthesise, export, backup, restore):
    app.command()(command)
app.command("backup-key")(backup_key_made)


@app.callback(invoke_without_command=True)
def root(version: bool = typer.Option(False, "--version", help="Say which version this is, and stop.")) -> None:
    if version:
        typer.echo(f"wholetime {__version__}")
        raise typer.Exit


def main() -> None:
    app()


if __name__ == "__main__":
    main()
