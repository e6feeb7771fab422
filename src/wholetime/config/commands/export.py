"""`wholetime export`: everything held, in open formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from wholetime.config.commands.ready import interactive, ready, refuse


def export(
    folder: Annotated[Path, typer.Argument(help="An empty or new folder to write into.")],
    form: Annotated[str, typer.Option("--format", help="csv or parquet.")] = "csv",
) -> None:
    """Write everything that is held, in open formats: nothing of wholetime is needed to read it.

    Every table of the lake (people are pseudonymised there), every record of the database with its history as CSV (the
    register of identified people too: keep the folder accordingly), the organisations, the loads, a dictionary of
    every table and column, and the same as JSON Schema. Keys, passwords and sessions are not data and stay.
    """
    if form not in ("csv", "parquet"):
        refuse(f"{form!r} is not a format: write --format csv or --format parquet")
    if folder.exists() and any(folder.iterdir()):
        refuse(f"{folder} is not empty: name a new folder")
    ready()
    from wholetime.dataset.api import export_tables

    with Progress(console=Console(stderr=True), disable=not interactive()) as bar:
        task = bar.add_task("Exporting")
        written = export_tables(
            folder, form, lambda done, total, said: bar.update(task, completed=done, total=total, description=said)
        )
    for file in written:
        typer.echo(f"{file} ({file.stat().st_size:,} bytes)")
