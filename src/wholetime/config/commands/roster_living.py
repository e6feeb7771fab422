"""`wholetime roster explain|swaps|replan|costs|trade-offs|conflict`: living with a roster, or with none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from wholetime.config.commands.ready import FAILED, refuse
from wholetime.config.commands.roster import (
    AsJson,
    Form,
    Out,
    ProblemPath,
    RosterPath,
    Written,
    opened_at,
    roster,
    told,
)

if TYPE_CHECKING:
    from wholetime.roster.engine.formats import Opened
    from wholetime.roster.engine.living import Change, Way
    from wholetime.roster.engine.problem import Problem, Roster

__all__ = ["roster"]
"""The whole of `wholetime roster`, these words included."""

Who = Annotated[str, typer.Option("--person", help="Whose day.")]
Day = Annotated[str, typer.Option("--day", help="A number of a day, 0 the first, or a date such as 2026-07-04.")]
Seconds = Annotated[float, typer.Option(min=0.1, help="Search for so long.")]
Seed = Annotated[int, typer.Option(min=0, help="Chooses among equally good ways to go.")]


def _held(problem: ProblemPath, path: RosterPath, written: Form | None) -> tuple[Opened, Roster]:
    from wholetime.roster.engine.formats import open_roster

    opened = opened_at(problem, written)
    with told():
        held = open_roster(path, opened.problem)
        opened.problem.refuse_unknown(held)
    return opened, held


def _day(problem: Problem, text: str) -> int:
    """Refuses what is no day of the horizon."""
    try:
        day = int(text) if text.lstrip("-").isdigit() else problem.horizon.day_of(date.fromisoformat(text))
    except ValueError:
        refuse(f"--day {text}: write a number such as 3, or a date such as 2026-07-04")
    if not problem.horizon.holds(day):
        last = problem.horizon.date_of(problem.horizon.days - 1)
        refuse(f"--day {text} is outside the roster, from {problem.horizon.start} to {last}")
    return day


def _known(problem: Problem, person: str) -> str:
    if person not in problem.person:
        refuse(f"{person} is nobody in {problem.name}")
    return person


def _said(problem: Problem, changes: Iterable[Change]) -> str:
    return "; ".join(change.said(problem) for change in changes)


def _as_dicts(changes: Iterable[Change]) -> list[dict[str, Any]]:
    return [asdict(change) for change in changes]


@roster.command("explain")
def explain_wish(
    problem: ProblemPath,
    path: RosterPath,
    person: Who,
    day: Day,
    of: Annotated[list[str] | None, typer.Option("--of", help="A duty or kind of duty; any work if not given.")] = None,
    wanted: Annotated[bool, typer.Option("--wanted/--not-wanted", help="Wished for, or wished away.")] = False,
    most: Annotated[int, typer.Option(min=1, help="Tell of so many ways.")] = 5,
    written: Written = None,
    as_json: AsJson = False,
) -> None:
    """Say why a wish is not granted, and the fewest changes that would grant it.

    A day off is wished with --person and --day alone; a duty with --of and --wanted.
    """
    from wholetime.roster.engine.living import explain
    from wholetime.roster.engine.problem import Request

    opened, held = _held(problem, path, written)
    known = opened.problem
    wish = Request(
        person=_known(known, person), day=_day(known, day), of=tuple(of or ("work",)), wanted=wanted, weight=0
    )
    try:
        found = explain(known, held, wish, most=most)
    except ValueError as fault:
        refuse(str(fault))
    if as_json:
        ways = [_way_dict(way) for way in found.ways]
        obstacles = [asdict(one) for one in found.obstacles]
        typer.echo(json.dumps({"granted": found.granted, "obstacles": obstacles, "ways": ways}))
        return
    typer.echo("Granted." if found.granted else "Not granted. Alone it would break:")
    for obstacle in found.obstacles:
        typer.echo(f"  {obstacle}")
    if not found.granted and not found.ways:
        typer.echo("No change of three people's days, and no exchange between two, makes room for it.")
    for number, way in enumerate(found.ways, start=1):
        typer.echo(f"{number}. {_said(known, way.changes)} ({way.difference:+}){_asks(way)}")


def _way_dict(way: Way) -> dict[str, Any]:
    return {
        "changes": _as_dicts(way.changes),
        "consent": list(way.consent),
        "adds": [asdict(one) for one in way.adds],
        "difference": way.difference,
    }


def _asks(way: Way) -> str:
    asks = f", if {' and '.join(way.consent)} agree{'s' if len(way.consent) == 1 else ''}" if way.consent else ""
    return asks + (f"; breaks {'; '.join(map(str, way.adds))}" if way.adds else "")


@roster.command("swaps")
def list_swaps(
    problem: ProblemPath,
    path: RosterPath,
    person: Who,
    day: Day,
    ways: Annotated[int, typer.Option(min=2, max=3, help="Between two people, or three in a ring as well.")] = 3,
    most: Annotated[int, typer.Option(min=1, help="Tell of so many.")] = 20,
    written: Written = None,
    as_json: AsJson = False,
) -> None:
    """List the legal swaps of somebody's duty, the best for the roster first."""
    from wholetime.roster.engine.living import swaps

    opened, held = _held(problem, path, written)
    known = opened.problem
    found = swaps(known, held, _known(known, person), _day(known, day), ways=ways, most=most)
    if as_json:
        rows = [
            {"people": swap.people, "changes": _as_dicts(swap.changes), "difference": swap.difference} for swap in found
        ]
        typer.echo(json.dumps(rows))
        return
    for number, swap in enumerate(found, start=1):
        typer.echo(f"{number}. {' → '.join(swap.people)} ({swap.difference:+}): {_said(known, swap.changes)}")
    if not found:
        typer.echo(
            "There is no legal swap." if held.of(person, _day(known, day)) else f"{person} has no duty that day."
        )


@roster.command("replan")
def replan_roster(
    problem: ProblemPath,
    path: RosterPath,
    today: Annotated[str, typer.Option(help="What lies before this day stays: a number, or a date.")] = "0",
    away: Annotated[
        list[str] | None, typer.Option(help="Somebody who is away: NAME:DAY or NAME:FIRST:LAST. May be repeated.")
    ] = None,
    seconds: Seconds = 5.0,
    seed: Seed = 0,
    out: Out = None,
    written: Written = None,
    as_json: AsJson = False,
) -> None:
    """Make a new roster near a published one: PROBLEM as it is now, each changed day priced by its notice."""
    from wholetime.roster.engine.formats.writing import write_csv, write_out
    from wholetime.roster.engine.living import replan

    opened, held = _held(problem, path, written)
    known = opened.problem
    with told():
        now = replace(known, leave=(*known.leave, *(_leave(known, text) for text in away or ())))
    found = replan(now, held, today=_day(known, today), seconds=seconds, seed=seed)
    with told():
        if out is not None:
            write_out(out, replace(opened, problem=now), found.roster, datetime.now(UTC))
    if as_json:
        told_ = {"status": found.status, "legal": found.score.legal, "penalty": found.score.penalty}
        more = {"disturbance": found.disturbance, "bound": found.bound, "changes": _as_dicts(found.changes)}
        typer.echo(json.dumps(told_ | more))
        return
    for change in found.changes:
        typer.echo(change.said(known), err=out is None)
    typer.echo(
        f"{len(found.changes)} changes, {found.disturbance} for disturbance; penalty {found.score.penalty:,}"
        f"{'' if found.score.legal else '; NOT LEGAL: ' + '; '.join(map(str, found.score.broken))}",
        err=out is None,
    )
    if out is None:
        typer.echo(write_csv(found.roster), nl=False)


def _leave(problem: Problem, text: str) -> Any:
    from wholetime.roster.engine.problem import Leave

    name, *days = text.rsplit(":", 2) if text.count(":") >= 2 else text.rsplit(":", 1)
    if not days:
        refuse(f"--away {text}: write NAME:DAY or NAME:FIRST:LAST")
    first, last = _day(problem, days[0]), _day(problem, days[-1])
    return Leave(person=_known(problem, name), first=first, last=last, kind="sick")


@roster.command("costs")
def list_costs(problem: ProblemPath, path: RosterPath, written: Written = None, as_json: AsJson = False) -> None:
    """Say what a roster cost: per person and rule, and each person's part of what nobody likes."""
    from wholetime.roster.engine.living import costs, ledger

    opened, held = _held(problem, path, written)
    found, entries = costs(opened.problem, held), ledger(opened.problem, [held])
    if as_json:
        people = {name: asdict(entry) for name, entry in entries.items()}
        typer.echo(json.dumps({"costs": [asdict(cost) for cost in found], "ledger": people}))
        return
    for cost in found:
        price = "must not be" if cost.penalty is None else f"{cost.penalty:,}"
        typer.echo(f"{price:>12}  {cost.rule}{f', {cost.person}' if cost.person else ''} ({cost.amount})")
    for name, entry in entries.items():
        typer.echo(f"{name}: {_entry(asdict(entry))}")


def _entry(parts: Mapping[str, int]) -> str:
    return ", ".join(f"{value} {name.replace('_', ' ')}" for name, value in parts.items())


@roster.command("trade-offs")
def list_trade_offs(
    problem: ProblemPath,
    published: Annotated[
        str, typer.Option(help="A published roster, to keep near to; continuity is then an aim too.")
    ] = "",
    seconds: Seconds = 10.0,
    seed: Seed = 0,
    written: Written = None,
    as_json: AsJson = False,
) -> None:
    """Make several rosters, none worse than another in every way: leaning to cost, fairness, requests, continuity."""
    from pathlib import Path

    from wholetime.roster.engine.formats import open_roster
    from wholetime.roster.engine.living import trade_offs

    opened = opened_at(problem, written)
    with told():
        held = open_roster(Path(published), opened.problem) if published else None
    found = trade_offs(opened.problem, held, seconds=seconds, seed=seed)
    rows = [{"leaning": choice.leaning, **asdict(choice.measures)} for choice in found]
    if as_json:
        typer.echo(json.dumps(rows))
        return
    for row in rows:
        typer.echo(f"{row.pop('leaning') or 'as weighed'}: {_entry(row)}")


@roster.command("what-if")
def try_what_if(
    problem: ProblemPath,
    like: Annotated[str, typer.Option(help="One more person like this one, or this one gone.")],
    how: Annotated[Literal["more", "fewer"], typer.Option(help="One more, or one fewer.")] = "more",
    seconds: Seconds = 10.0,
    seed: Seed = 0,
    written: Written = None,
    as_json: AsJson = False,
) -> None:
    """Say what one more person of a kind, or one fewer, would change: foretold by the duals, and tried."""
    from wholetime.roster.engine.living import what_if

    opened = opened_at(problem, written)
    try:
        found = what_if(opened.problem, _known(opened.problem, like), how, seconds=seconds, seed=seed)
    except ValueError as fault:
        refuse(str(fault))
    if as_json:
        typer.echo(json.dumps(asdict(found)))
        return
    foretold = "not foretold" if found.estimate is None else f"foretold {found.estimate:+,.0f}"
    typer.echo(
        f"One {how} like {like}: {found.tried:+,} ({foretold}; between {found.least:+,.0f} and {found.most:+,.0f})"
    )


@roster.command("conflict")
def find_conflict(
    problem: ProblemPath,
    seconds: Annotated[float, typer.Option(min=0.1, help="Try to prove it for so long.")] = 30.0,
    written: Written = None,
    as_json: AsJson = False,
) -> None:
    """Say why no roster can be legal: the fewest parts of the problem that cannot all hold. Exits with 1 if so."""
    from wholetime.roster.engine.living import conflict

    found = conflict(opened_at(problem, written).problem, seconds=seconds)
    if as_json:
        typer.echo(json.dumps(None if found is None else asdict(found)))
    else:
        typer.echo("No conflict was found." if found is None else str(found))
    if found is not None:
        raise typer.Exit(FAILED)
