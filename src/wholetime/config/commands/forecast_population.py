"""`wholetime forecast population`: official population projections, loaded and listed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wholetime.config.commands.ready import ready, ready_to_write, refuse

if TYPE_CHECKING:
    from wholetime.forecast.api import ProjectionValue

population = typer.Typer(help="Official population projections, for need by age and sex.", no_args_is_help=True)

Org = Annotated[str, typer.Option(help="The area that it is for, by its code: QOP.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


@population.command("load")
def load(
    file: Annotated[Path, typer.Argument(help="CSV or Excel: area, sex, age, year and persons, or years as columns.")],
    org: Org,
    source: Annotated[str, typer.Option(help="The publication, as forecasts are to name it.")],
    licence: Annotated[str, typer.Option(help="The licence it is under.")] = "OGL v3",
    check: Annotated[bool, typer.Option("--check", help="Only say what it would change.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take in a projection, whole or not at all; exits with 2 and the rows at fault where it cannot be.

    New forecasts of the area, and of every area below that the file names, follow it. The same file twice changes
    nothing.
    """
    ready_to_write()
    from wholetime.chassis.api import node
    from wholetime.forecast.api import ProjectionRefused, load_projection

    area = node(org)
    if area is None:
        refuse(f"no area or organisation is called {org}")
    try:
        found, changed = load_projection(area, file.name, file.read_bytes(), source, licence, only_check=check)
    except OSError as fault:
        refuse(f"{file} cannot be read: {fault.strerror}")
    except ProjectionRefused as wrong:
        for cell in wrong.refused[1:]:
            typer.echo(str(cell), err=True)
        refuse(str(wrong))
    said = "would be taken in" if check else "taken in" if changed else "is in force already: nothing has changed"
    if as_json:
        typer.echo(
            json.dumps({"changed": changed, "areas": [_row(one) for one in found]}, ensure_ascii=False, indent=1)
        )
        return
    typer.echo(f"{file.name}: {said}")
    for one in found:
        typer.echo(_line(one))


@population.command("show")
def show(org: Org, as_json: AsJson = False) -> None:
    """Say which projection is in force for an area."""
    ready()
    from wholetime.forecast.api import projection_of

    held = projection_of(org)
    if as_json:
        typer.echo(json.dumps(_row(held) if held else None, ensure_ascii=False, indent=1))
    elif held is None:
        typer.echo("None: forecasts carry on the growth of past years.")
    else:
        typer.echo(f"{held.title}; {held.file_name}, SHA-256 {held.sha256}\n{_line(held)}")


def _row(one: ProjectionValue) -> dict[str, Any]:
    held = one.projection
    return {
        "org": one.code,
        "name": one.name,
        "source": one.title,
        "licence": one.licence,
        "file": one.file_name,
        "sha256": one.sha256,
        "areas": list(one.named),
        "years": list(held.years),
        "residents": [round(float(total), 3) for total in held.totals],
    }


def _line(one: ProjectionValue) -> str:
    held = one.projection
    return (
        f"{one.code}  {one.name}: {held.totals[0]:,.0f} residents in mid-{held.years[0]}, {held.totals[-1]:,.0f} in "
        f"mid-{held.years[-1]} ({', '.join(one.named)})"
    )
