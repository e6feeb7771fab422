"""Re-planning with the least disturbance: a new roster near the published one, each change priced by its notice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from wholetime.roster.engine.arrays import FORBIDDEN, OFF, Arrays, Ints
from wholetime.roster.engine.compiling import compile_problem
from wholetime.roster.engine.living.change import Change, changes
from wholetime.roster.engine.optimise import solve
from wholetime.roster.engine.problem import Problem, Roster
from wholetime.roster.engine.rules.reference import reference
from wholetime.roster.engine.scoring import Score, score


@dataclass(frozen=True, slots=True)
class Disturbance:
    """What a changed day costs. ``steps`` are (days of notice or more, penalty), the longest that applies holds;
    ``people`` multiplies it for some (2: twice as dear to change)."""

    steps: tuple[tuple[int, int], ...]
    people: Mapping[str, int] = field(default_factory=dict)

    def price(self, person: str, notice: int) -> int:
        met = [penalty for days, penalty in sorted(self.steps) if notice >= days]
        return met[-1] * self.people.get(person, 1) if met else 0


def usual_disturbance() -> Disturbance:
    """The prices of ``reference/disturbance.yaml``: ours, for a start."""
    steps = reference("disturbance")["steps"]
    return Disturbance(tuple((step["notice_days"], step["penalty"]) for step in steps))


@dataclass(frozen=True, slots=True)
class Replanned:
    """``disturbance`` is what the changes cost, beside the roster's own ``score``. ``bound`` is of both together."""

    roster: Roster
    changes: tuple[Change, ...]
    disturbance: int
    score: Score
    bound: float
    status: str


def replan(
    problem: Problem,
    published: Roster,
    *,
    today: int = 0,
    disturbance: Disturbance | None = None,
    seconds: float = 5.0,
    seed: int = 0,
) -> Replanned:
    """A roster for ``problem`` as it is now (somebody ill, a late request, another demand), near ``published``.

    What lies before ``today`` stays. A day that can no longer be worked may become free at no price; any other change
    costs what ``disturbance`` says. Raises Impossible where the roster is not of the problem.
    """
    prices, compiled = disturbance or usual_disturbance(), compile_problem(problem)
    lines = compiled.lines(published)
    priced = _priced(compiled.arrays, lines, _by_day(problem, prices, today), today)
    found = solve(priced, seconds=seconds, seed=seed, start=lines)
    roster = compiled.roster(found.lines)
    own = score(problem, roster)
    return Replanned(
        roster, changes(published, roster), found.penalty - own.penalty, own, float(found.bound), found.status
    )


def _by_day(problem: Problem, prices: Disturbance, today: int) -> Ints:
    """[P, D]: what changing each cell costs."""
    days = range(problem.horizon.days)
    return np.array([[prices.price(person.name, day - today) for day in days] for person in problem.people])


def _priced(arrays: Arrays, lines: Ints, by_day: Ints, today: int) -> Arrays:
    """The same problem, with every symbol but the published one dearer."""
    changed = np.arange(arrays.symbols) != lines[:, :, None]
    extra = np.where(changed, by_day[:, :, None], 0)
    worked = np.take_along_axis(arrays.price, lines[:, :, None], axis=2)
    extra[:, :, OFF] = np.where(worked[:, :, 0] >= FORBIDDEN, 0, extra[:, :, OFF])
    extra[:, :today][changed[:, :today]] = FORBIDDEN
    return replace(arrays, price=np.minimum(arrays.price + extra, FORBIDDEN))
