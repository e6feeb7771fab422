"""What drivers, compiled from scenarios and uncertain assumptions, make of rates, participation and joiners."""

from __future__ import annotations

import numpy as np

from wholetime.forecast.engine.drivers import Drivers
from wholetime.forecast.engine.supply.cells import Floats
from wholetime.forecast.engine.supply.inputs import Inputs

SURELY = 1 - 1e-9
"""A chance that a lever would push to 1 or beyond stays just below: odds are finite."""


def driven(name: str, values: Floats, drivers: Drivers, draws: slice, years: int) -> Floats:
    """``values`` [year, …] times the factor of ``name`` plus its addition [draw, year, …]; no result is below 0.

    Of ``draws``, or one for all of them where the drivers have one alone. ``values`` has the axes year, place and
    group, and age and sex or not. Raises ValueError for a driver by age or sex of something that has neither.
    """
    times, plus = (_of_draws(name, each, draws, values.ndim) for each in (drivers.factor(name), drivers.addition(name)))
    length = years if max(times.shape[1], plus.shape[1]) > 1 else len(values)
    found: Floats = np.maximum(_long(values[np.newaxis], length) * _long(times, length) + _long(plus, length), 0)
    return found


def odds(name: str, central: Floats, drivers: Drivers, draws: slice, years: int) -> Floats:
    """The odds [draw, year, place, group, age, sex] of yearly chances that drivers have changed; as ``driven``."""
    chances = np.minimum(driven(name, central, drivers, draws, years), SURELY)
    found: Floats = chances / (1 - chances)
    return found


def worked(inputs: Inputs, drivers: Drivers, draws: slice, years: int) -> Floats:
    """WTE of a head [draw, year + 1, …cells]; as ``driven``. Today's, which comes first, no driver changes."""
    central = inputs.participation.wte_per_head[np.newaxis]
    if not varies("participation", drivers):
        return central
    later = driven("participation", _long(central, years + 1)[0, 1:], drivers, draws, years)
    now = np.broadcast_to(central[:, :1], (len(later), 1, *central.shape[2:]))
    return np.concatenate([now, _long(later, years)], axis=1)


def varies(name: str, drivers: Drivers) -> bool:
    """Whether a driver changes ``name`` at all."""
    return bool((drivers.factor(name) != 1).any() or drivers.addition(name).any())


def by_draw(name: str, drivers: Drivers) -> bool:
    """Whether a driver changes ``name`` in each draw in a way of its own."""
    return len(drivers.factor(name)) > 1 or len(drivers.addition(name)) > 1


def _of_draws(name: str, driver: Floats, draws: slice, axes: int) -> Floats:
    """The driver of those draws [draw, year, place, group], with age and sex where ``axes`` is 5."""
    some = driver[draws] if len(driver) > 1 else driver
    if axes == 5:
        return some
    if some.shape[4:] != (1, 1):
        raise ValueError(f"{name} has neither age nor sex, and a driver of it varies over them: {some.shape[4:]}")
    return some[..., 0, 0]


def _long(values: Floats, years: int) -> Floats:
    """So many years [draw, year, …]; the last that is given holds ever after."""
    held = values.shape[1]
    return values if held == years else values[:, np.minimum(np.arange(years), held - 1)]
