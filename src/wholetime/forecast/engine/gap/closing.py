"""Closing a gap at the least cost: how much of which lever in which year, within limits and lead times.

A linear programme over what the gap does in answer to each lever. Where no mix closes the gap, the least that must
remain is found first, then the cheapest way to it, and the plan says which limits stand in the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from wholetime.forecast.engine.drivers import Drivers
from wholetime.forecast.engine.gap.levers import Asked, Lever
from wholetime.forecast.engine.gap.linear import FREE, NoSolution, Programme, Solution, solved
from wholetime.forecast.engine.uncertain import Floats

NEARLY = 1e-6
"""WTE, units and pounds nearer than this are the same."""

HELPS = 0.005
"""Pounds, or WTE, that are worth telling."""

A_MILLION = 1_000_000.0
"""Pounds by which a budget is tried to be larger."""


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

    @cached_property
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

    ``worth`` [target]: pounds that the last WTE of each gap adds to the cost (its shadow price). ``prices``: the most
    that one more unit of each limit can save (pounds) or, where some gap must remain, close (WTE): levers × years, then
    £1,000,000 of each year's budget.
    """

    task: Task
    units: Floats
    cost: float
    remaining: Floats
    worth: Floats
    prices: Floats

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
    prices = _prices(task, least if remaining.any() else cheapest)
    return Plan(task, np.where(units < NEARLY, 0.0, units), cheapest.cost, remaining, worth, prices)


def _prices(task: Task, solution: Solution) -> Floats:
    """What limits are worth in ``solution``: one that grows by one changes the cost by the reduced cost, or dual."""
    budgets = solution.duals[len(task.gap) :] * A_MILLION
    return np.maximum(-np.concatenate([solution.reduced[: task.most.size], budgets]), 0.0)


def limits_that_bind(plan: Plan, count: int = 5) -> tuple[Limit, ...]:
    """The limits whose change by one unit (or £1,000,000 of a budget) helps most, the most helpful first.

    A shadow price holds only so far: it is the most that a unit can do. Limits are solved again in the order of their
    prices, until none that is left can do more than the best found.
    """
    found: list[tuple[float, Limit]] = []
    for at in np.argsort(-plan.prices, kind="stable"):
        if plan.prices[at] <= HELPS or (len(found) >= count and found[count - 1][0] >= plan.prices[at]):
            break
        lever, year = divmod(int(at), plan.task.most.shape[1])
        limit = _with_more(plan, lever if lever < len(plan.task.levers) else None, year)
        helps = limit.saves if plan.closed else limit.closes
        if helps > HELPS:
            found = sorted([*found, (helps, limit)], key=lambda one: -one[0])
    return tuple(limit for _, limit in found[:count])


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
    task, by = plan.task, 1.0 if lever is not None else A_MILLION
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
