"""`wholetime synthesise`: a labelled synthetic system, in the files that wholetime reads."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from wholetime.config.commands.counting_bar import counting_bar
from wholetime.config.commands.ready import refuse
from wholetime.kernel.period import PeriodError, parse_period


def synthesise(
    folder: Annotated[Path, typer.Argument(help="Where to write. It is made if it is not there.", file_okay=False)],
    people: Annotated[
        int, typer.Option(help="People in post in the last month, all sectors together.", min=200)
    ] = 5000,
    months: Annotated[int, typer.Option(help="Months of history.", min=1, max=600)] = 24,
    until: Annotated[str, typer.Option(help="The last month, such as 2025-10.")] = "2025-10",
    seed: Annotated[int, typer.Option(help="The same seed writes the same files.", min=0)] = 1,
    faults: Annotated[
        bool, typer.Option("--faults/--no-faults", help="Put in the faults that staff records have.")
    ] = True,
    into_existing: Annotated[
        bool, typer.Option("--into-existing", help="Write into a folder that has something in it.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Say what was written as JSON.")] = False,
) -> None:
    """Write a synthetic system: staff lists, absences, leavers, establishment, care workers, returns, survey, practices
    and networks with their patients.

    Everything is invented and labelled so: organisation codes begin SYN, names end "(synthetic)". It is drawn to
    published margins (docs/methods/synthetic.md). No file is overwritten without [bold]--into-existing[/bold].

    Example: [bold]wholetime synthesise trial --people 5000 --months 24 --until 2025-10 --seed 1[/bold]
    """
    last = _month(until)
    if not into_existing and folder.exists() and any(folder.iterdir()):
        refuse(f"{folder} is not empty: choose another folder, or add --into-existing")
    summary = _written(folder, people, months, last, seed, faults)
    if as_json:
        typer.echo(json.dumps(summary))
        return
    Console().print(
        f"{summary['people']:,} synthetic people in post and {summary['organisations']:,} organisations, "
        f"{summary['assignments']:,} monthly assignments in {len(summary['files']):,} files in {folder}\n"  # type: ignore[arg-type]
        "Load them with [bold]wholetime load[/bold]; organisations.csv is their organisation tree."
    )


def _written(folder: Path, people: int, months: int, until: date, seed: int, faults: bool) -> dict[str, object]:
    from wholetime.dataset.engine.synthetic import synthesise as write_system

    with counting_bar() as bar:
        task = bar.add_task("Synthesising months", total=months)
        summary = write_system(
            folder,
            people=people,
            months=months,
            until=until,
            seed=seed,
            faults=faults,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    written = asdict(summary)
    return written | {"folder": str(summary.folder), "files": [str(path) for path in summary.files]}


def _month(text: str) -> date:
    try:
        period = parse_period(text)
    except PeriodError as fault:
        refuse(f"--until: {fault}")
    if not period.is_month:
        refuse(f"--until: {text} is not a month such as 2025-10")
    return period.end
