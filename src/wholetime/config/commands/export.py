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
    """Write every table of the lake, the organisations, the loads and a data dictionary.

    People are pseudonymised, as they are in the lake. Nothing is needed from wholetime to read the files.
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
