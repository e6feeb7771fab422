"""`wholetime figure`: labelled values from the dataset."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from wholetime.config.commands.ready import ready, refuse
from wholetime.kernel.figure import Figure, Unit
from wholetime.kernel.period import PeriodError, parse_period


def figure(
    name: Annotated[str, typer.Argument(help="A name from [bold]wholetime figures[/bold], such as sickness_rate.")],
    org: Annotated[str | None, typer.Option(help="Only this organisation (ODS code) and what is below it.")] = None,
    place: Annotated[
        str | None, typer.Option(help="Only this area: neighbourhood, place, system, region or nation.")
    ] = None,
    group: Annotated[
        str | None, typer.Option(help='Only this staff group, by code or title: nursing, "Practice nurses".')
    ] = None,
    period: Annotated[str | None, typer.Option(help="2024-04, 2023/24, 2024-04-30 or start/end.")] = None,
    by: Annotated[
        str, typer.Option(help="Break down by: org, period, group, sector, place, system, region, sex, age_band …")
    ] = "",
    as_now: Annotated[
        bool, typer.Option("--as-now", help="Count past periods in today's organisations, after mergers and moves.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print an array of objects for a machine.")] = False,
) -> None:
    """Print a figure with its unit, period, coverage and sources.

    Without --period each source answers for its latest; with [bold]--by period[/bold] for all it has. Nothing
    loaded gives an empty answer and exit code 0.

    Example: [bold]wholetime figure sickness_rate --place QOP --by org,period --json[/bold]
    """
    ready()
    from wholetime.dataset.api import BadAsk, UnknownFigure, figure_rows, figures_for, group_named, operator_scope

    try:
        found = figures_for(
            name,
            operator_scope(),
            org=org,
            place=place,
            period=parse_period(period) if period else None,
            by=tuple(part.strip() for part in by.split(",") if part.strip()),
            where=(("staff_group", group_named(group)),) if group else (),
            as_now=as_now,
        )
    except (UnknownFigure, BadAsk, PeriodError) as problem:
        refuse(str(problem))
    if as_json:
        typer.echo(json.dumps(figure_rows(found), ensure_ascii=False, indent=1))
    else:
        _print(found)


def _print(found: list[Figure]) -> None:
    if not found:
        typer.echo("Nothing is held that answers this. `wholetime load FILE` adds data.")
        return
    from wholetime.dataset.api import figure_rows

    first = found[0].definition
    rows = [_cells(one, words) for one, words in zip(found, figure_rows(found), strict=True)]
    used = [name for name in rows[0] if any(row[name] for row in rows)]
    table = Table(*used, title=first.title, caption=first.meaning)
    for row in rows:
        table.add_row(*(row[name] for name in used))
    console = Console()
    console.print(table)
    for note in dict.fromkeys(note for one in found for note in one.notes):
        console.print(f"Note: {note}", soft_wrap=True)
    for source in sorted({source for one in found for source in one.sources}):
        loaded = f"{source.loaded_at:%d %B %Y}"
        console.print(
            f"Source: {source.publication}, {source.file} ({source.licence}), loaded {loaded}", soft_wrap=True
        )


def _cells(one: Figure, words: dict[str, object]) -> dict[str, str]:
    """What a row says, by column; a column that says nothing in any row is not shown."""
    scope = one.scope
    return {
        "period": str(one.period),
        "org": scope.org or "",
        "organisation": str(words["org_name"] or ""),
        "place": scope.place or "",
        "area": str(words["place_name"] or ""),
        "group": scope.group or "",
        "staff group": str(words["group_title"] or ""),
        "detail": ", ".join(f"{key} {value}" for key, value in scope.detail),
        "value": _value(one),
        "coverage": f"{one.coverage.reported} of {one.coverage.expected}" if one.coverage else "",
        "synthetic": "synthetic" if one.synthetic else "",
    }


def _value(one: Figure) -> str:
    if one.suppression:
        return f"withheld: {one.suppression}"
    if one.value is None:
        return "no rate: nothing to divide by"
    unit = "%" if one.definition.unit is Unit.PERCENT else f" {one.definition.unit}"
    digits = 0 if one.value == one.value.to_integral_value() and unit != "%" else 2
    return f"{one.value:,.{digits}f}{unit}"
