"""How sure a rate or a count is: standard deviations on a log scale (of the odds, for a chance; of the count, else)."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from wholetime.forecast.engine.supply.cells import Cells, Floats


@dataclass(frozen=True, eq=False)
class Spread:
    """Standard deviations, natural logarithms. A draw keeps ``group`` and ``own`` for all its years.

    ``group`` [group]: what all places of a staff group share; ``own`` [place, group]: what is the place's own.
    ``yearly`` [place, group]: good and bad years, each anew. ``drift`` [place, group]: what a year adds to all that
    follow. ``together`` (0–1): the part of the variance of ``yearly`` and ``drift`` that places of a group share.
    """

    group: Floats
    own: Floats
    yearly: Floats
    drift: Floats
    together: float = 0.5

    def __post_init__(self) -> None:
        parts = (self.group, self.own, self.yearly, self.drift)
        if not all(np.isfinite(part).all() and (part >= 0).all() for part in parts):
            raise ValueError("a standard deviation is below 0 or not a number")
        if not 0 <= self.together <= 1:
            raise ValueError(f"the part that places share is {self.together}, not from 0 to 1")

    @classmethod
    def alike(
        cls,
        cells: Cells,
        *,
        group: float = 0,
        own: float = 0,
        yearly: float = 0,
        drift: float = 0,
        together: float = 0.5,
    ) -> Spread:
        """The same standard deviations for all places and groups; without any, a rate is taken as known."""
        places, groups = cells.shape[:2]
        each = [np.full((places, groups), one, np.float64) for one in (own, yearly, drift)]
        return cls(np.full(groups, group, np.float64), each[0], each[1], each[2], together)

    def fits(self, cells: Cells) -> None:
        """Raises ValueError where an array does not have the places and groups of ``cells``."""
        places, groups = cells.shape[:2]
        for part, shape in ((self.group, (groups,)), *((one, (places, groups)) for one in self._by_place)):
            if part.shape != shape:
                raise ValueError(f"a spread has the shape {part.shape}, where the cells ask for {shape}")

    @property
    def none(self) -> bool:
        """Whether everything is taken as known."""
        return not any(part.any() for part in (self.group, *self._by_place))

    @property
    def lasting(self) -> Floats:
        """The standard deviation [place, group] of what holds for all years of a draw."""
        found: Floats = np.hypot(self.group[None, :], self.own)
        return found

    @property
    def _by_place(self) -> tuple[Floats, Floats, Floats]:
        return self.own, self.yearly, self.drift


@dataclass(frozen=True, eq=False)
class Rates:
    """Yearly chances ``central`` [year, place, group, age, sex] (the middle of the draws), with their spread."""

    central: Floats
    spread: Spread

    def __post_init__(self) -> None:
        if self.central.ndim != 5 or not ((self.central >= 0) & (self.central < 1)).all():
            raise ValueError("rates need the axes year, place, group, age, sex and chances from 0 to below 1")

    def interval(self, level: float = 0.8) -> tuple[Floats, Floats]:
        """Between which ends, as ``central``, each rate lies in ``level`` of the draws, good and bad years apart."""
        if not 0 < level < 1:
            raise ValueError(f"a level lies between 0 and 1, and is not {level}")
        reach = np.exp(NormalDist().inv_cdf((1 + level) / 2) * self.spread.lasting)[None, :, :, None, None]
        odds = self.central / (1 - self.central)
        low, high = odds / reach, odds * reach
        return low / (1 + low), high / (1 + high)
