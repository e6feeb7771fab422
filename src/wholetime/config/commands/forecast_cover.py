"""`wholetime forecast cover`: how many must be on duty so that few wait too long, without a database."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wholetime.config.commands.ready import refuse

if TYPE_CHECKING:
    from wholetime.forecast.engine.demand.covering import Covered
    from wholetime.forecast.engine.demand.working_time import WorkingTime


def cover_command(
    arrivals: Annotated[
        str, typer.Argument(help="24 or 168 numbers with spaces between them, one for all hours, or a file of them.")
    ],
    minutes: Annotated[float, typer.Option(help="Minutes of staff time for each who comes.")],
    wait: Annotated[float, typer.Option(help="Longest wait, in minutes.")] = 0.0,
    within: Annotated[
        float, typer.Option(help="Per cent of those who come for whom that is kept, in every hour.")
    ] = 95.0,
    at_once: Annotated[
        bool, typer.Option("--at-once", help="Nobody may wait: enough staff for --within of the time.")
    ] = False,
    staff: Annotated[float, typer.Option(help="With --at-once, staff for each person present.")] = 1.0,
    weekly: Annotated[str, typer.Option(help="Paid hours a week of one WTE.")] = "37.5",
    away: Annotated[str, typer.Option(help="Per cent for leave, sickness and training.")] = "22",
    headroom: Annotated[bool, typer.Option("--headroom", help="That is of paid time, not added to the hours.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for a machine to read.")] = False,
) -> None:
    """Find the fewest on duty in each hour, their WTE, and what staffing for the average would do.

    Example: wholetime forecast cover "3 2 2 2 2 2 3 4 6 8 9 9 9 9 8 8 8 9 9 8 8 7 5 4" --minutes 30 --wait 15
    """
    from wholetime.forecast.engine.demand.covering import DAY, Asked, NoCover, covered
    from wholetime.forecast.engine.demand.working_time import WorkingTime

    numbers = _numbers(arrivals)
    try:
        asked = Asked(
            numbers * DAY if len(numbers) == 1 else numbers, minutes / 60, within / 100, wait / 60, at_once, staff
        )
        time = WorkingTime(Decimal(weekly), Decimal(away) / 100, "headroom" if headroom else "uplift")
        found = covered(asked)
    except (NoCover, ValueError, ArithmeticError) as wrong:
        refuse(str(wrong))
    if as_json:
        typer.echo(json.dumps(found.as_values(time), ensure_ascii=False, indent=1))
        return
    for line in _lines(found, time):
        typer.echo(line)


def _numbers(text: str) -> tuple[float, ...]:
    held = Path(text).read_text(encoding="utf-8-sig") if len(text) < 255 and Path(text).is_file() else text
    try:
        return tuple(float(one) for one in re.split(r"[\s,;]+", held) if one)
    except ValueError as wrong:
        refuse(f"arrivals are numbers: {wrong}")


def _lines(found: Covered, time: WorkingTime) -> list[str]:
    late = "too few" if found.asked.at_once else "late"
    assert found.enough.late is not None  # enough keeps up by its making
    rows = [f"{'hour':>5}{'come':>8}{'busy':>8}{'on duty':>9}{late:>9}"]
    rows += [
        f"{hour % 24:>3}:00{come:>7.1f}{busy:>8.1f}{duty:>9}{share:>9.1%}"
        for hour, (come, busy, duty, share) in enumerate(
            zip(found.asked.arrivals, found.asked.busy, found.enough.on_duty, found.enough.late, strict=True)
        )
    ]
    rows.append(f"{found.enough.weekly} hours a week, {found.enough.wte(time):.1f} WTE")
    average = found.average
    fails = "staff could not keep up" if average.overall is None else f"{average.overall:.1%} {late}"
    rows.append(f"For the average, {average.on_duty[0]} at all hours, {average.wte(time):.1f} WTE: {fails}")
    return rows
