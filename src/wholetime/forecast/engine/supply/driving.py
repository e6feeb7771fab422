"""What drivers, compiled from scenarios and uncertain assumptions, make of rates, participation and joiners."""

from __future__ import annotations

import numpy as np

from wholetime.forecast.engine.drivers import Drivers
from wholetime.forecast.engine.supply.cells import Floats
from wholetime.forecast.engine.supply.inputs import Inputs

SURELY = 1 - 1e-9
"""A chance that a lever would push to 1 or beyond stays just below: odds are finite."""


def driven(name: str, values: Floats, drivers: Drivers, draw: int, years: int) -> Floats:
    """``values`` [year, …] times the factor of ``name`` plus its addition in one draw; no result is below 0.

    ``values`` has the axes year, place and group, and age and sex or not. Raises ValueError for a driver by age or sex
    of something that has neither.
    """
    times, plus = (_of_draw(name, each, draw, values.ndim) for each in (drivers.factor(name), drivers.addition(name)))
    length = years if max(len(times), len(plus)) > 1 else len(values)
    found: Floats = np.maximum(_long(values, length) * _long(times, length) + _long(plus, length), 0)
    return found


def odds(name: str, central: Floats, drivers: Drivers, draw: int, years: int) -> Floats:
    """The odds [year, place, group, age, sex] of yearly chances that drivers have changed."""
    chances = np.minimum(driven(name, central, drivers, draw, years), SURELY)
    found: Floats = chances / (1 - chances)
    return found


def worked(inputs: Inputs, drivers: Drivers, draw: int, years: int) -> Floats:
    """WTE of a head [year + 1, …cells]. Today's, which comes first, is known, and no driver changes it."""
    central = inputs.participation.wte_per_head
    if not varies("participation", drivers):
        return central
    later = driven("participation", _long(central, years + 1)[1:], drivers, draw, years)
    return np.concatenate([central[:1], later])


def varies(name: str, drivers: Drivers) -> bool:
    """Whether a driver changes ``name`` at all."""
    return bool((drivers.factor(name) != 1).any() or drivers.addition(name).any())


def by_draw(name: str, drivers: Drivers) -> bool:
    """Whether a driver changes ``name`` in each draw in a way of its own."""
    return len(drivers.factor(name)) > 1 or len(drivers.addition(name)) > 1


def _of_draw(name: str, driver: Floats, draw: int, axes: int) -> Floats:
    """The driver of one draw [year, place, group], with age and sex where ``axes`` is 5."""
    one = driver[min(draw, len(driver) - 1)]
    if axes == 5:
        return one
    if one.shape[3:] != (1, 1):
        raise ValueError(f"{name} has neither age nor sex, and a driver of it varies over them: {one.shape[3:]}")
    return one[..., 0, 0]


def _long(values: Floats, years: int) -> Floats:
    """So many years; the last that is given holds ever after."""
    return values if len(values) == years else values[np.minimum(np.arange(years), len(values) - 1)]
