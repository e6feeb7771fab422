"""Solving a rostering problem for somebody who watches: a live line, an answer that the slow scorer has checked."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass

import typer

from wholetime.config.commands.ready import FAILED, interactive
from wholetime.roster.engine.arrays import FORBIDDEN
from wholetime.roster.engine.compiling import compile_problem
from wholetime.roster.engine.formats import Instance, Opened
from wholetime.roster.engine.formats.inrc2_stages import play
from wholetime.roster.engine.optimise import Progress, solve
from wholetime.roster.engine.problem import Problem, Roster
from wholetime.roster.engine.scoring import Score, score


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of a roster. ``gap`` is the share of the penalty that a better roster could save at most.

    ``bound`` and ``gap`` are None while nothing is proven.
    """

    penalty: int
    bound: int | None
    gap: float | None
    seconds: float
    status: str
    seed: int
    legal: bool

    def as_dict(self) -> dict[str, object]:
        return asdict(self)

    def __str__(self) -> str:
        proven = "" if self.bound is None or self.gap is None else f", bound {self.bound:,}, gap {self.gap:.2%}"
        return f"{self.status}: penalty {self.penalty:,}{proven}, {self.seconds:.1f} s"


def gap(penalty: int, bound: int | None) -> float | None:
    """(penalty − bound) ÷ penalty, 0 where nothing can be saved; None without a bound."""
    if bound is None:
        return None
    return (penalty - bound) / penalty if penalty > bound else 0.0


def proven(bound: int) -> int | None:
    """The bound, or None where the search has not proven one."""
    return bound if abs(bound) < FORBIDDEN else None


def standing(progress: Progress) -> str:
    """Incumbent, bound and gap of a search that goes on."""
    if progress.penalty >= FORBIDDEN:
        return "no legal roster yet"
    bound = proven(progress.bound)
    share = gap(progress.penalty, bound)
    return f"{progress.penalty:,}" + ("" if share is None else f"  bound {bound:,}  gap {share:.2%}")


class ProgressLine:
    """One line that follows the search on standard error, where somebody is watching."""

    def __init__(self, *, watched: bool = True) -> None:
        self.shown = watched and interactive()

    def __call__(self, progress: Progress) -> None:
        if self.shown:
            typer.echo(f"\r\x1b[K{progress.seconds:8.1f} s  {standing(progress)}", err=True, nl=False)

    def close(self) -> None:
        if self.shown:
            typer.echo("\r\x1b[K", err=True, nl=False)


def solved(
    opened: Opened, *, seconds: float, seed: int, workers: int = 1, watched: bool = True
) -> tuple[Answer, Roster]:
    """The best roster found, and what is to be said of it. Stops where the optimiser and the slow scorer disagree."""
    began, line = time.monotonic(), ProgressLine(watched=watched)
    compiled = compile_problem(opened.problem)
    found = solve(compiled.arrays, seconds=seconds, seed=seed, workers=workers, on_progress=line)
    line.close()
    roster = compiled.roster(found.lines)
    scored = score(opened.problem, roster)
    if scored.legal and scored.penalty != found.penalty:
        typer.echo(f"The optimiser says {found.penalty}, the scorer {scored.penalty}: please report this.", err=True)
        raise typer.Exit(FAILED)
    if found.status == "infeasible":
        _tell_why(opened.problem, seconds)
    for person in found.without:
        typer.echo(f"{opened.problem.people[person].name} has no legal line, whatever the others do.", err=True)
    return _answer(scored, proven(found.bound), began, found.status, seed), roster


def _tell_why(problem: Problem, seconds: float) -> None:
    """Name the fewest parts of a problem that cannot all hold; nothing where that is not proven in ``seconds``."""
    from wholetime.roster.engine.living import conflict

    found = conflict(problem, seconds=seconds)
    if found is not None:
        typer.echo(str(found), err=True)


def played(instance: Instance, *, seconds: float, seed: int) -> tuple[Answer, Roster]:
    """The roster of a competition's game, in which no week knows the next; each has its part of the time."""
    began, line = time.monotonic(), ProgressLine()

    def week(problem: Problem) -> Roster:
        compiled = compile_problem(problem)
        each = seconds / len(instance.weeks)
        return compiled.roster(solve(compiled.arrays, seconds=each, seed=seed, on_progress=line).lines)

    roster = play(instance, week)
    line.close()
    return _answer(score(instance.static(), roster), None, began, "played", seed), roster


def _answer(scored: Score, bound: int | None, began: float, status: str, seed: int) -> Answer:
    """What is said of a roster; of one that is not legal nothing is proven but, at most, that none is."""
    took = round(time.monotonic() - began, 2)
    if not scored.legal:
        named = status if status == "infeasible" else "not legal"
        return Answer(scored.penalty, None, None, took, named, seed, legal=False)
    return Answer(scored.penalty, bound, gap(scored.penalty, bound), took, status, seed, legal=True)
