"""What would close the gap of a forecast: the expected gap, the answer of each lever to it, and the cheapest plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wholetime.forecast.engine.demand.inputs import NeedInputs
from wholetime.forecast.engine.drivers import Drivers
from wholetime.forecast.engine.gap.closing import Limit, Plan, checked, close, limits_that_bind, task_for
from wholetime.forecast.engine.gap.levers import responses
from wholetime.forecast.engine.gap.outcome import expected_gap
from wholetime.forecast.engine.gap.shipped import shipped_levers, with_routes
from wholetime.forecast.engine.supply.inputs import Inputs
from wholetime.forecast.engine.uncertain import Floats


@dataclass(frozen=True, slots=True)
class Wish:
    """Which gap is to be closed: of ``groups``, in every year from ``by`` to ``to``, with the levers of ``codes``.

    ``budget``: pounds a year, None without. ``safety``: WTE on top of the expected gap for each year and group, so that
    it is closed more surely than not. ``called``: titles of groups, as pairs.
    """

    groups: tuple[str, ...]
    by: int
    to: int
    codes: tuple[str, ...] | None = None
    budget: float | None = None
    safety: tuple[tuple[float, ...], ...] = ()
    called: tuple[tuple[str, str], ...] = ()

    def titled(self, group: str) -> str:
        return dict(self.called).get(group, group)


@dataclass(frozen=True, eq=False)
class Closed:
    """The ``plan``, and the ``limits`` that bind.

    ``gap`` is expected before it, and ``left`` of it under the plan by the forecast itself; both [year, group] over
    ``years`` and the groups of the wish.
    """

    wish: Wish
    plan: Plan
    years: tuple[int, ...]
    gap: Floats
    left: Floats
    limits: tuple[Limit, ...]


def closer(supply: Inputs, wanted: NeedInputs, wish: Wish, drivers: Drivers | None = None) -> Closed:
    """The cheapest plan for ``wish``; ``drivers`` are those of the scenario, in one draw over the years to ``wish.to``.

    Raises ValueError for a wish that names no group, or a year that is not after the count.
    """
    first = supply.first_year
    if not first < wish.by <= wish.to or not wish.groups:
        raise ValueError(f"a gap is closed by a year after {first}, for one staff group or more")
    own, years = with_routes(supply), wish.to - first
    levers = shipped_levers(supply, wish.groups, wish.codes, dict(wish.called))
    columns = [supply.cells.groups.index(group) for group in wish.groups]

    def every_year(added: Drivers, draws: int) -> Floats:
        both = added.combined(drivers) if drivers else added
        return expected_gap(own, wanted, both, years, draws).wte.sum(axis=2)[:, :, columns]

    def targets(added: Drivers, draws: int) -> Floats:
        return every_year(added, draws)[:, wish.by - first :].reshape(draws, -1)

    apart = None if _joined(supply, drivers) else wish.groups * (wish.to - wish.by + 1)
    answers = responses(levers, targets, years, supply.cells.places, supply.cells.groups, apart)
    gap = every_year(Drivers(), 1)[0]
    names = [f"{wish.titled(group)} in {year}" for year in range(wish.by, wish.to + 1) for group in wish.groups]
    wanted_off = gap[wish.by - first :] + _safety(wish)
    plan = close(task_for(levers, first, wanted_off.ravel(), names, answers, budget=wish.budget))
    left = checked(plan, lambda added, draws: every_year(added, draws), supply.cells.places, supply.cells.groups)
    return Closed(wish, plan, tuple(range(first, wish.to + 1)), gap, left, limits_that_bind(plan))


def _joined(supply: Inputs, drivers: Drivers | None) -> bool:
    """Whether what is done for one staff group changes the gap of another."""
    shifted = any(name.startswith("shifted") for name in (*drivers.times, *drivers.plus)) if drivers else False
    return bool(supply.moves) or shifted


def _safety(wish: Wish) -> Floats:
    return np.array(wish.safety) if wish.safety else np.zeros((wish.to - wish.by + 1, len(wish.groups)))


def units_by_lever(closed: Closed, codes: Sequence[str]) -> Floats:
    """Units of each lever of ``codes`` in each year, over all groups [code, year]."""
    whose = np.array([lever.code.partition(".")[0] for lever in closed.plan.task.levers])
    return np.array([closed.plan.units[whose == code].sum(axis=0) for code in codes])
