"""A number that a forecast comes to, as a function of what it takes for granted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from wholetime.forecast.engine.demand.inputs import NeedInputs
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


def axes_of(supply: Inputs, years: int) -> Axes:
    """The axes of scenarios over the cells of ``supply``."""
    cells = supply.cells
    return Axes(cells.places, cells.groups, supply.first_year, years, cells.ages)


def expected_gap(supply: Inputs, wanted: NeedInputs, drivers: Drivers, years: int, draws: int = 1) -> Gap:
    """The gap at the centre of every rate, with chance left out; draws differ by ``drivers`` alone."""
    one_path = tuple(replace(pathway, index=pathway.index[:1]) for pathway in wanted.pathways)
    stock = project(supply, years=years, draws=draws, drivers=drivers, chance=False, keep_flows=False).wte
    needed = need(replace(wanted, pathways=one_path), years=years, draws=draws, drivers=drivers).wte
    return gap_between(needed, stock, wanted.places, wanted.groups, wanted.first_year)


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

    Raises ValueError for a year that is not after the count.
    """
    years = year - supply.first_year
    if years < 1:
        raise ValueError(f"{year} is not after the count of {supply.first_year}")
    axes = axes_of(supply, years)

    def outcome(values: Mapping[str, Floats]) -> Floats:
        draws = max((len(value) for value in values.values()), default=1)
        drivers = applied(register, scenario, axes, draws=draws, uncertain=False, values=values or None)
        return expected_gap(supply, wanted, drivers, years, draws).of(groups=groups or None).net()[:, -1]

    return outcome


def moving(register: Register, scenario: Scenario, groups: tuple[str, ...]) -> tuple[str, ...]:
    """The assumptions that are uncertain, as registered or as the scenario has them, for some of ``groups``."""
    changed = {change.assumption for change in scenario.changes if change.to and change.to.law != "fixed"}
    return tuple(
        one.name
        for one in register
        if (one.group is None or one.group in groups) and (one.name in changed or one.value.low < one.value.high)
    )
