"""`wholetime spc`: a process control chart of one column of a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date as day
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from wholetime.config.commands.series_file import UnreadableSeriesError, read_date, read_number, read_series
from wholetime.kernel.spc import RULE_SETS, Chart, ChartError, Direction, chart, sentence


class RuleSetName(StrEnum):
    """The published rule sets, as the command line spells them."""

    MDC = "mdc"
    PLOTTHEDOTS = "plotthedots"


_STYLES = {"grey": "", "blue": "blue", "orange": "dark_orange", "purple": "magenta"}
_BAD_INPUT = 2


def _refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(_BAD_INPUT)


def _option[Read](name: str, written: str, read: Callable[[str], Read]) -> Read:
    try:
        return read(written)
    except ValueError as fault:
        _refuse(f"{name}: {fault}")


def _dates(rebase: Sequence[str], more: Sequence[str]) -> list[day]:
    if more and not rebase:
        _refuse(f"one file at a time: {more[0]} was not expected")
    return [_option("--rebase", written, read_date) for written in [*rebase, *more]]


def _table(judged: Chart) -> Table:
    table = Table("Date", "Value", "Colour", "Rule", "Mean", "Lower", "Upper")
    for column in table.columns[1:2] + table.columns[4:]:
        column.justify = "right"
    for point in judged.points:
        lines = ("" if line is None else f"{line:,.2f}" for line in (point.mean, point.lower, point.upper))
        value = "" if point.value is None else f"{point.value:,}"
        rule = f"{point.rule.value} ({point.side})" if point.rule else ""
        table.add_row(
            point.date.isoformat(), value, point.colour.value, rule, *lines, style=_STYLES[point.colour.value]
        )
    return table


def _print(judged: Chart, title: str) -> None:
    console = Console()
    console.print(_table(judged))
    typer.echo(sentence(judged, title))
    for name, icon in (("Variation", judged.variation), ("Assurance", judged.assurance)):
        typer.echo(f"{name}: {icon.value.replace('_', ' ') if icon else 'not shown'}")
    for note in judged.notes:
        typer.echo(f"Note: {note}")


def spc(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX file, headings in its first row.")],
    date: Annotated[str, typer.Option(help="Heading of the date column.")],
    value: Annotated[str, typer.Option(help="Heading of the value column.")],
    more_rebase: Annotated[
        list[str] | None, typer.Argument(metavar="DATE", help="More dates for --rebase, if several follow it.")
    ] = None,
    improve: Annotated[Direction, typer.Option(help="Which way is better.")] = Direction.NEITHER,
    target: Annotated[str | None, typer.Option(help="The value to be met.")] = None,
    rebase: Annotated[
        list[str] | None, typer.Option(help="Date on which limits start afresh; several may be given.")
    ] = None,
    rules: Annotated[RuleSetName, typer.Option(help="Published rule set.")] = RuleSetName.MDC,
    baseline: Annotated[int | None, typer.Option(help="Fix the limits after this many points.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for a machine to read.")] = False,
) -> None:
    """Chart one column of a file: each point's colour and rule, the limits and the two icons.

    Dates may be written 2024-03-31, 31/03/2024 or 2024-03. Example:

    wholetime spc sickness.csv --date Month --value Rate --improve down --target 4 --rebase 2023-04
    """
    goal: Decimal | None = _option("--target", target, read_number) if target is not None else None
    starts = _dates(rebase or [], more_rebase or [])
    try:
        series = read_series(file, date, value)
        judged = chart(
            series, improve=improve, target=goal, rebase=starts, baseline=baseline, rules=RULE_SETS[rules.value]
        )
    except (UnreadableSeriesError, ChartError) as fault:
        _refuse(str(fault))
    if as_json:
        typer.echo(json.dumps(judged.as_dict(), indent=2))
    else:
        _print(judged, value)
