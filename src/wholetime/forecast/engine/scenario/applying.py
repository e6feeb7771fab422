"""From a register and a scenario to drivers: what every assumption does in every draw, year and cell."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from wholetime.forecast.engine.drivers import Drivers
from wholetime.forecast.engine.scenario.assumption import Assumption
from wholetime.forecast.engine.scenario.checking import Axes, check
from wholetime.forecast.engine.scenario.register import Register
from wholetime.forecast.engine.scenario.scenario import Change, Scenario
from wholetime.forecast.engine.uncertain import Floats, Uncertain, shares, years_after_start


def applied(
    register: Register,
    scenario: Scenario,
    axes: Axes,
    *,
    seed: int = 0,
    first_draw: int = 0,
    draws: int = 1,
    uncertain: bool = True,
    values: Mapping[str, Floats] | None = None,
) -> Drivers:
    """What supply and need are driven by. A draw is the same whichever block asks for it.

    ``uncertain`` False takes central values. ``values`` [draw] stand in for an assumption's draws, in the share of its
    law below them (0 to 1), which a scenario's own range then follows as well: 0.5 everywhere is the median. Raises
    Unfit where the scenario does not fit register or axes.
    """
    check(register, scenario, axes)
    found = Drivers()
    for assumption in register:
        if assumption.group is not None and assumption.group not in axes.groups:
            continue
        below = _below(assumption, seed, first_draw, draws, values) if uncertain or values else None
        course = _course(assumption, scenario, axes, below)
        found = found.combined(_driver(assumption, course, axes))
    return found


def _below(
    assumption: Assumption, seed: int, first: int, count: int, values: Mapping[str, Floats] | None
) -> Floats | None:
    given = (values or {}).get(assumption.name)
    if given is not None:
        return given
    return None if values is not None else shares(assumption.name, seed, first, count)


def _course(assumption: Assumption, scenario: Scenario, axes: Axes, below: Floats | None) -> Floats:
    """The value [draw, year, place, group, age, sex], sizes 1 where it does not vary, after all changes in turn."""
    value = _six(_drawn(assumption.value, below))
    for change in scenario.in_order:
        if change.assumption == assumption.name:
            new = value * (change.times or 0.0) if change.to is None else _six(_drawn(change.to, below))
            holds = _holds(change, axes)
            value = value * (1 - holds) + new * holds
    return np.asarray(value)


def _drawn(value: Uncertain, below: Floats | None) -> Floats:
    return np.array([value.central]) if below is None else value.quantile(below)


def _six(draws: Floats) -> Floats:
    return draws.reshape(-1, 1, 1, 1, 1, 1)


def _holds(change: Change, axes: Axes) -> Floats:
    """How much of a change holds, 0 to 1, over the six axes."""
    years = years_after_start(change.from_year, change.phased, axes.first_year + 1, axes.years)
    places = _among(axes.places, change.places)
    groups = _among(axes.groups, change.groups)
    ages = np.ones(1)
    if change.ages is not None and axes.ages is not None:
        ages = np.array([change.ages[0] <= age <= change.ages[1] for age in axes.ages], dtype=np.float64)
    return (
        years[np.newaxis, :, np.newaxis, np.newaxis, np.newaxis, np.newaxis]
        * places[:, np.newaxis, np.newaxis, np.newaxis]
        * groups[:, np.newaxis, np.newaxis]
        * ages[:, np.newaxis]
    )


def _among(names: tuple[str, ...], chosen: tuple[str, ...] | None) -> Floats:
    return np.ones(1) if chosen is None else np.array([name in chosen for name in names], dtype=np.float64)


def _driver(assumption: Assumption, course: Floats, axes: Axes) -> Drivers:
    neutral = 0.0 if assumption.how == "share" else 1.0
    effect = course
    if assumption.how == "level":
        effect = course / assumption.value.central
    elif assumption.how == "growth":
        full = np.broadcast_to(course, (course.shape[0], axes.years, *course.shape[2:]))
        effect = np.cumprod(1 + full, axis=1)
    if assumption.group is not None:
        own = _among(axes.groups, (assumption.group,))[:, np.newaxis, np.newaxis]
        effect = neutral + (effect - neutral) * own
    if (effect == neutral).all():
        return Drivers()
    named = {assumption.drives: effect}
    return Drivers(plus=named) if assumption.how == "share" else Drivers(named)
