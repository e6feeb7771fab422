"""Closing a gap at the least cost: how much of which lever in which year, within limits and lead times.

A linear programme over what the gap does in answer to each lever. Where no mix closes the gap, the least that must
remain is found first, then the cheapest way to it, and the plan says which limits stand in the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from wholetime.forecast.engine.drivers import Drivers
from wholetime.forecast.engine.gap.levers import Asked, Lever
from wholetime.forecast.engine.gap.linear import FREE, NoSolution, Programme, Solution, solved
from wholetime.forecast.engine.uncertain import Floats

NEARLY = 1e-6
"""WTE, units and pounds nearer than this are the same."""

AT_LIMIT = 1e-4
"""Share of a limit within which it binds: the cheapest plan may leave a hair more of the gap than the least."""


@dataclass(frozen=True, eq=False)
class Task:
    """What is to be closed, and with what.

    ``gap`` [target] WTE (a year of a group each) with their ``targets`` in words; ``response`` [lever, year, target]
    WTE off it for each unit; ``most`` [lever, year] units; ``budget`` [year] pounds, infinite where there is none.
    """

    levers: tuple[Lever, ...]
    first_year: int
    gap: Floats
    targets: tuple[str, ...]
    response: Floats
    most: Floats
    budget: Floats

    def __post_init__(self) -> None:
        levers, years = self.most.shape
        expected = (levers, years, len(self.gap))
        if len(self.levers) != levers or self.response.shape != expected or self.budget.shape != (years,):
            raise ValueError(f"responses are over levers, years and targets {expected}, not {self.response.shape}")
        if len(self.targets) != len(self.gap):
            raise ValueError("each target has its words")
        if not np.isfinite(self.gap).all() or not np.isfinite(self.response).all() or (self.most < 0).any():
            raise ValueError("gaps and responses are finite, and limits 0 or more")

    @property
    def cost(self) -> Floats:
        """Pounds for a unit [lever, year]."""
        each = np.array([float(lever.cost) for lever in self.levers])
        return np.repeat(each[:, np.newaxis], self.most.shape[1], axis=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit that binds: of a lever in a year, or of a year's budget (lever None), and what more of it would do.

    ``saves``: pounds over the plan. ``closes``: WTE, summed over targets, where some of the gap must remain. Both by
    solving again with ``by`` more.
    """

    lever: Lever | None
    year: int
    by: float
    saves: float
    closes: float


@dataclass(frozen=True, eq=False)
class Plan:
    """``units`` [lever, year]; ``cost`` pounds; ``remaining`` [target] WTE that no mix within the limits closes.

    ``worth`` [target]: pounds that the last WTE of each gap adds to the cost (its shadow price).
    """

    task: Task
    units: Floats
    cost: float
    remaining: Floats
    worth: Floats

    @property
    def closed(self) -> bool:
        """Whether nothing of the gap remains."""
        return bool((self.remaining <= NEARLY * np.maximum(1, np.abs(self.task.gap))).all())

    def by_year(self) -> Floats:
        """Pounds in each year [year]."""
        return np.asarray((self.task.cost * self.units).sum(axis=0))


def task_for(
    levers: Sequence[Lever],
    first_year: int,
    gap: Floats,
    targets: Sequence[str],
    response: Floats,
    *,
    budget: float | None = None,
) -> Task:
    """A task with the levers' own limits and, where given, the same ``budget`` in pounds each year."""
    years = response.shape[1]
    most = np.array([lever.limits(years) for lever in levers])
    held = np.full(years, np.inf if budget is None else budget)
    return Task(tuple(levers), first_year, gap, tuple(targets), response, most, held)


def close(task: Task) -> Plan:
    """The cheapest plan that leaves the least of the gap, which is the sum over targets. Raises NoSolution."""
    least = solved(_programme(task, np.zeros_like(task.cost), np.ones(len(task.gap)), np.full(len(task.gap), np.inf)))
    remaining = np.maximum(least.x[task.most.size :], 0.0)
    remaining[remaining < NEARLY] = 0.0
    cheapest = _cheapest(task, remaining)
    units = cheapest.x[: task.most.size].reshape(task.most.shape)
    worth = np.maximum(cheapest.duals[: len(task.gap)], 0.0)
    return Plan(task, np.where(units < NEARLY, 0.0, units), cheapest.cost, remaining, worth)


def limits_that_bind(plan: Plan, count: int = 5) -> tuple[Limit, ...]:
    """The limits whose change by one unit (or £1,000,000 of a budget) helps most, the most helpful first.

    Each is solved again, because a shadow price holds only so far.
    """
    task = plan.task
    full = (plan.units > task.most - AT_LIMIT * np.maximum(1, task.most)) & task.response.any(axis=2)
    found = [_with_more(plan, int(n), int(year)) for n, year in zip(*np.nonzero(full), strict=True)]
    spent = plan.by_year() > task.budget * (1 - AT_LIMIT)
    found += [_with_more(plan, None, int(year)) for year in np.flatnonzero(spent)]
    helpful = [limit for limit in found if limit.closes > NEARLY or limit.saves > 0.005]
    return tuple(sorted(helpful, key=lambda limit: (-limit.closes, -limit.saves, limit.year))[:count])


def checked(plan: Plan, ask: Asked, places: Sequence[str], groups: Sequence[str]) -> Floats:
    """The gap [target] that the forecast leaves under the plan: what adding up responses overlooks shows here."""
    together = Drivers()
    for lever, units in zip(plan.task.levers, plan.units, strict=True):
        together = together.combined(lever.drivers(units[np.newaxis], places, groups))
    return np.asarray(ask(together, 1)[0])


def _cheapest(task: Task, remaining: Floats) -> Solution:
    """Some more may remain than the least by a hair, or rounding leaves no solution at all."""
    allowed = remaining + NEARLY * np.maximum(1, np.abs(task.gap)) * (remaining > 0)
    return solved(_programme(task, task.cost, np.zeros(len(task.gap)), allowed))


def _programme(task: Task, cost: Floats, price_of_gap: Floats, allowed: Floats) -> Programme:
    """Variables: units [lever × year], then what remains of each gap. Rows: each gap, then each year's budget."""
    levers, years, targets = task.response.shape
    answers = np.hstack([task.response.reshape(levers * years, targets).T, np.eye(targets)])
    spending = np.zeros((years, levers * years + targets))
    for year in range(years):
        spending[year, year : levers * years : years] = task.cost[:, year]
    return Programme(
        cost=np.concatenate([cost.ravel(), price_of_gap]),
        low=np.zeros(levers * years + targets),
        high=np.concatenate([task.most.ravel(), np.where(np.isinf(allowed), FREE, allowed)]),
        rows=np.vstack([answers, spending]),
        least=np.concatenate([task.gap, np.full(years, -FREE)]),
        most=np.concatenate([np.full(targets, FREE), np.where(np.isinf(task.budget), FREE, task.budget)]),
    )


def _with_more(plan: Plan, lever: int | None, year: int) -> Limit:
    task, by = plan.task, 1.0 if lever is not None else 1_000_000.0
    most, budget = task.most.copy(), task.budget.copy()
    if lever is None:
        budget[year] += by
    else:
        most[lever, year] += by
    try:
        again = close(replace(task, most=most, budget=budget))
    except NoSolution:
        again = plan
    closes = float(plan.remaining.sum() - again.remaining.sum())
    saves = plan.cost - again.cost if abs(closes) <= NEARLY * max(1, len(task.gap)) * 10 else 0.0
    return Limit(None if lever is None else task.levers[lever], task.first_year + 1 + year, by, saves, closes)
