"""A number that a forecast comes to, as a function of what it takes for granted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from wholetime.forecast.engine.demand.inputs import NeedInputs, Pathway
from wholetime.forecast.engine.demand.need import need
from wholetime.forecast.engine.drivers import Drivers
from wholetime.forecast.engine.gap.gaps import Gap, gap_between
from wholetime.forecast.engine.scenario.applying import applied
from wholetime.forecast.engine.scenario.checking import Axes
from wholetime.forecast.engine.scenario.register import Register
from wholetime.forecast.engine.scenario.scenario import Scenario
from wholetime.forecast.engine.supply.inputs import Inputs
from wholetime.forecast.engine.supply.project import project
from wholetime.forecast.engine.uncertain import Floats

type Outcome = Callable[[Mapping[str, Floats]], Floats]
"""From assumptions, each as the share of its law below it [point], to an outcome [point]. The others are central."""


PEOPLE = "population.growth"
"""The growth of those whom the work is for, beside the assumptions that an outcome hangs on."""

NOISE = 1e-9
"""Below which paths that differ do so by the processor."""


def axes_of(supply: Inputs, years: int) -> Axes:
    """The axes of scenarios over the cells of ``supply``."""
    cells = supply.cells
    return Axes(cells.places, cells.groups, supply.first_year, years, cells.ages)


def expected_gap(
    supply: Inputs, wanted: NeedInputs, drivers: Drivers, years: int, draws: int = 1, below: Floats | None = None
) -> Gap:
    """The gap at the centre of every rate, with chance left out; draws differ by ``drivers`` and ``below`` alone.

    ``below`` [draw]: the share of the samples of activity that come to less in the last year than that of the draw;
    without it, and at a half, activity takes its central path.
    """
    paths = _paths(wanted, years, np.full(1, 0.5) if below is None else below)
    stock = project(supply, years=years, draws=draws, drivers=drivers, chance=False, keep_flows=False).wte
    needed = need(replace(wanted, pathways=paths), years=years, draws=draws, drivers=drivers).wte
    return gap_between(needed, stock, wanted.places, wanted.groups, wanted.first_year)


def strays(wanted: NeedInputs) -> bool:
    """Whether activity has other paths than its central one."""
    return any(np.ptp(pathway.index, axis=0).max() > NOISE for pathway in wanted.pathways)


def _paths(wanted: NeedInputs, years: int, below: Floats) -> tuple[Pathway, ...]:
    """The pathways with one sample a draw: those in order of what all of them come to together in the last year."""
    samples = max((len(pathway.index) for pathway in wanted.pathways), default=1)
    grown = np.zeros(samples)
    for pathway in wanted.pathways:
        last = pathway.activity(years + 1)[:, -1].sum(axis=1)
        grown += last[np.arange(samples) % len(last)] / (last[0] or 1.0)
    order = 1 + np.argsort(grown[1:], kind="stable") if samples > 1 else np.zeros(1, dtype=np.int64)
    taken = order[np.minimum((below * len(order)).astype(np.int64), len(order) - 1)]
    taken = np.where(below == 0.5, 0, taken)
    return tuple(replace(pathway, index=pathway.index[taken % len(pathway.index)]) for pathway in wanted.pathways)


def gap_outcome(
    supply: Inputs,
    wanted: NeedInputs,
    register: Register,
    scenario: Scenario,
    *,
    year: int,
    groups: tuple[str, ...] = (),
) -> Outcome:
    """The expected net gap in ``year`` (of ``groups``, or all) under ``scenario``, as a function of assumptions.

    Among them is ``PEOPLE``, in the share of the samples of activity below it.

    Raises ValueError for a year that is not after the count.
    """
    years = year - supply.first_year
    if years < 1:
        raise ValueError(f"{year} is not after the count of {supply.first_year}")
    axes = axes_of(supply, years)

    def outcome(values: Mapping[str, Floats]) -> Floats:
        draws = max((len(value) for value in values.values()), default=1)
        drivers = applied(register, scenario, axes, draws=draws, uncertain=False, values=values or None)
        return (
            expected_gap(supply, wanted, drivers, years, draws, values.get(PEOPLE))
            .of(groups=groups or None)
            .net()[:, -1]
        )

    return outcome


def moving(register: Register, scenario: Scenario, groups: tuple[str, ...]) -> tuple[str, ...]:
    """The assumptions that are uncertain, as registered or as the scenario has them, for some of ``groups``."""
    changed = {change.assumption for change in scenario.changes if change.to and change.to.law != "fixed"}
    return tuple(
        one.name
        for one in register
        if (one.group is None or one.group in groups) and (one.name in changed or one.value.low < one.value.high)
    )
