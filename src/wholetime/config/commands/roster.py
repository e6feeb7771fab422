"""`wholetime roster`: make a roster, judge one, write one in another form. No database is started for it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from wholetime.config.commands.ready import FAILED, refuse
from wholetime.config.commands.roster_trust import solve_trust

if TYPE_CHECKING:
    from wholetime.roster.engine.formats import Opened

roster = typer.Typer(help="Rosters: make one, judge one, write one in another form.", no_args_is_help=True)

roster.command("trust")(solve_trust)

ProblemPath = Annotated[Path, typer.Argument(help="A problem: JSON, Curtois and Qu's text, or n030w4_1_6-2-9-1.")]
RosterPath = Annotated[Path, typer.Argument(help="A roster: CSV (employee,day,shift), JSON, or a folder of INRC-II.")]
Form = Literal["curtois", "inrc2", "json"]
Written = Annotated[Form | None, typer.Option("--format", help="How the problem is written, if its name misleads.")]
Out = Annotated[Path | None, typer.Option("--out", help="Write it here: .csv, .json, .xlsx, .ics or .html.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


CORES = min(os.cpu_count() or 1, 2)
"""One search proves a bound, one beside it makes rosters better; more have not been seen to gain."""


@contextmanager
def told() -> Iterator[None]:
    """Whatever is wrong with what was given is said in words, and nothing is changed."""
    from wholetime.roster.engine.formats import Malformed
    from wholetime.roster.engine.problem import Impossible

    try:
        yield
    except (Malformed, Impossible) as fault:
        refuse(str(fault))


def opened_at(path: Path, written: Form | None) -> Opened:
    """The problem at a path, or a refusal in words."""
    from wholetime.roster.engine.formats import Format, open_problem

    with told():
        return open_problem(path, Format(written) if written else None)


@roster.command("score")
def score_roster(problem: ProblemPath, roster: RosterPath, written: Written = None, as_json: AsJson = False) -> None:
    """Say what a roster breaks, and what that costs. Exits with 1 where it breaks what must hold."""
    from wholetime.roster.engine.formats import open_roster
    from wholetime.roster.engine.scoring import score

    opened = opened_at(problem, written)
    with told():
        scored = score(opened.problem, open_roster(roster, opened.problem))
    if as_json:
        breaches = [
            {"rule": one.rule, "person": one.person, "day": one.day, "amount": one.amount, "penalty": one.penalty}
            for one in scored.breaches
        ]
        sums = {"by_rule": scored.by_rule(), "by_person": scored.by_person(), "by_day": scored.by_day()}
        typer.echo(json.dumps({"penalty": scored.penalty, "legal": scored.legal, **sums, "breaches": breaches}))
    else:
        for rule, cost in sorted(scored.by_rule().items(), key=lambda one: -one[1]):
            typer.echo(f"{cost:>10,}  {rule}")
        for breach in scored.broken:
            typer.echo(f"broken: {breach}", err=True)
        typer.echo(f"{scored.penalty:>10,}  penalty")
    if not scored.legal:
        raise typer.Exit(FAILED)


@roster.command("solve")
def solve_problem(
    problem: ProblemPath,
    written: Written = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="Stop after so long.")] = 60.0,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Searches at once, on one core each; 1: the same roster again.")
    ] = CORES,
    seed: Annotated[int, typer.Option(min=0, help="Chooses among equally good ways to go.")] = 0,
    stages: Annotated[bool, typer.Option("--stages", help="Week by week, none knowing the next (INRC-II).")] = False,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Make a roster: a legal one at once, better ones as they come, and how far from the best it may be at most.

    The roster is written to --out, or as CSV to standard output. Exits with 1 where there is no legal roster.
    """
    from wholetime.config.commands.roster_solving import played, solved
    from wholetime.roster.engine.formats.writing import write_csv, write_out

    opened = opened_at(problem, written)
    if stages and opened.instance is None:
        refuse("--stages is for the competition's problems, such as n030w4_1_6-2-9-1")
    with told():
        if stages and opened.instance is not None:
            answer, made = played(opened.instance, seconds=seconds, seed=seed)
        else:
            answer, made = solved(opened, seconds=seconds, seed=seed, workers=workers)
    with told():
        if out is not None:
            write_out(out, opened, made, datetime.now(UTC))
    if out is None and not as_json:
        typer.echo(write_csv(made), nl=False)
    typer.echo(json.dumps(answer.as_dict()) if as_json else str(answer), err=not as_json)
    if not answer.legal:
        raise typer.Exit(FAILED)


@roster.command("write")
def write_roster_out(
    problem: ProblemPath,
    roster: RosterPath,
    out: Annotated[Path, typer.Option("--out", help="Write it here: .csv, .json, .xlsx, .ics or .html.")],
    person: Annotated[str, typer.Option(help="Only this person's duties.")] = "",
    written: Written = None,
) -> None:
    """Write a roster in another form: a table, a grid for Excel, a calendar, or a page to print."""
    from wholetime.roster.engine.formats import open_roster
    from wholetime.roster.engine.formats.writing import write_out

    opened = opened_at(problem, written)
    if person and person not in opened.problem.person:
        refuse(f"{person} is nobody in {opened.problem.name}")
    with told():
        write_out(out, opened, open_roster(roster, opened.problem), datetime.now(UTC), person)
