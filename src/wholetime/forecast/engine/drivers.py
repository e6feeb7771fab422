"""What scenarios and uncertain assumptions do to supply and need, as arrays: so much times, so much more.

A scenario is compiled to drivers once; the projection knows nothing of scenarios. Every array has the axes [draw,
year, place, group, age, sex], with size 1 along those it does not vary over. Year index t is the t-th year projected
for flows, and the moment at its end for what is counted on a day (participation, and all of need).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from wholetime.forecast.engine.uncertain import Floats

AXES = ("draw", "year", "place", "group", "age", "sex")

SUPPLY = ("leaving", "retiring", "returning", "participation", "starts", "attrition", "joining")
"""leaving: the chance of leaving and of retiring. retiring: that of retiring alone. returning: of being back within the
year. participation: WTE per head. starts.<programme>: people who begin it. attrition.<programme>: the share who do not
finish in time or never. joining.<route>: heads who join in a year."""

NEED = ("activity", "standard", "productivity", "released", "shifted", "substitution")
"""activity.<pathway>: what people need done. standard.<pathway>: hours for each of it. productivity: how much an hour
does. released: the share of work that technology takes over. shifted.<role>: the share of work that a role does.
substitution.<role>: WTE of the role for one WTE that it stands in for."""

DRIVEN = SUPPLY + NEED
"""What drivers may be called; a bare word stands for all programmes, routes, pathways or roles."""


@dataclass(frozen=True, slots=True)
class Drivers:
    """Factors and additions by name; a name that is absent has the factor 1 and the addition 0.

    The value of a rate is ``times × rate + plus``. Raises ValueError for a name that nothing answers to, for arrays
    without the six axes, and for factors that are negative or not finite.
    """

    times: Mapping[str, Floats] = field(default_factory=dict)
    plus: Mapping[str, Floats] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, array in (*self.times.items(), *self.plus.items()):
            if name.partition(".")[0] not in DRIVEN:
                raise ValueError(f"nothing in a projection is called {name!r}: {', '.join(DRIVEN)}")
            if np.ndim(array) != len(AXES):
                raise ValueError(f"{name} has the axes {', '.join(AXES)}, not {np.ndim(array)} axes")
            if not np.isfinite(array).all():
                raise ValueError(f"{name} must be finite")
        for name, array in self.times.items():
            if (np.asarray(array) < 0).any():
                raise ValueError(f"{name} cannot be multiplied by less than nothing")

    def factor(self, name: str) -> Floats:
        """What multiplies ``name``: its own factor times that of the bare word."""
        bare = name.partition(".")[0]
        own = self.times.get(name, ONE)
        return own if bare == name else own * self.times.get(bare, ONE)

    def addition(self, name: str) -> Floats:
        """What is added to ``name`` after the factor. Additions are to one thing: a bare word does not spread."""
        return self.plus.get(name, NOTHING)

    def combined(self, other: Drivers) -> Drivers:
        """Both: factors multiply, additions add."""
        times, plus = dict(self.times), dict(self.plus)
        for name, array in other.times.items():
            times[name] = times.get(name, ONE) * array
        for name, array in other.plus.items():
            plus[name] = plus.get(name, NOTHING) + array
        return Drivers(times, plus)


ONE: Floats = np.ones((1,) * len(AXES))
NOTHING: Floats = np.zeros((1,) * len(AXES))
