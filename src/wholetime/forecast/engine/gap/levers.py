"""Levers: what a planner can do about a gap, at what price, how much and how soon; and what the gap does in answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from wholetime.forecast.engine.drivers import AXES, Drivers
from wholetime.forecast.engine.uncertain import Floats


@dataclass(frozen=True, slots=True)
class Lever:
    """One ``unit`` (several are ``units``) of something in one year costs ``cost`` pounds.

    At most ``most`` a year, none for the first ``lead`` years. ``drives`` something by ``step`` for each unit: ``how``
    "plus" adds it, "times" multiplies by 1 + step × units (a step of −0.01 takes 1% off). ``group`` and ``place``: for
    whom; None is all. Raises ValueError for what cannot be.
    """

    code: str
    title: str
    unit: str
    units: str
    drives: str
    how: str
    step: float
    cost: Decimal
    most: float
    lead: int = 0
    group: str | None = None
    place: str | None = None
    source: str = ""
    verified: bool = False

    def __post_init__(self) -> None:
        if self.how not in ("plus", "times") or self.step == 0:
            raise ValueError(f"{self.code}: a lever adds to something or multiplies it, by a step other than 0")
        if self.cost < 0 or self.most < 0 or self.lead < 0:
            raise ValueError(f"{self.code}: cost, limit and lead time are 0 or more")
        if self.how == "times" and 1 + self.step * self.most <= 0:
            raise ValueError(f"{self.code}: all of it would leave nothing of {self.drives}")

    def limits(self, years: int) -> Floats:
        """The most units in each year [year]."""
        return np.where(np.arange(years) < self.lead, 0.0, self.most)

    def drivers(
        self, units: Floats, places: Sequence[str], groups: Sequence[str], weights: Floats | None = None
    ) -> Drivers:
        """What ``units`` [draw, year] do. People for all places are shared out by ``weights`` [place], or evenly."""
        own_places = np.array([self.place in (None, place) for place in places], dtype=np.float64)
        own_groups = np.array([self.group in (None, group) for group in groups], dtype=np.float64)
        if self.how == "plus" and self.drives.partition(".")[0] in ("starts", "joining"):
            shared = own_places * (np.ones(len(places)) if weights is None else weights)
            cells = np.outer(shared / shared.sum(), own_groups / own_groups.sum())
        else:
            cells = np.outer(own_places, own_groups)
        amount = self.step * units[:, :, np.newaxis, np.newaxis] * cells
        array = amount.reshape(*amount.shape, *(1,) * (len(AXES) - 4))
        return Drivers(plus={self.drives: array}) if self.how == "plus" else Drivers({self.drives: 1 + array})


type Asked = Callable[[Drivers, int], Floats]
"""From drivers of so many draws to the expected gap [draw, target]: for each year and group that is to be closed."""


def responses(
    levers: Sequence[Lever],
    ask: Asked,
    years: int,
    places: Sequence[str],
    groups: Sequence[str],
    of_target: Sequence[str] | None = None,
) -> Floats:
    """WTE by which the gap falls for each unit of a lever in a year [lever, year, target].

    One forecast for each lever and year, and one without any. Where staff groups have nothing to do with each other,
    ``of_target`` names the group of each target: levers of different groups are then measured in the same forecast.
    Additions of people answer linearly, so the first unit tells all. Rates do not quite: a lever that multiplies is
    measured at half its limit, and ``checked`` in ``closing`` tells by how much the whole mix differs.
    """
    rounds = _rounds(levers) if of_target is not None else np.arange(len(levers))
    draws = 1 + (int(rounds.max(initial=-1)) + 1) * years
    drivers, sizes = Drivers(), np.array([_size(lever) for lever in levers])
    for lever, number, size in zip(levers, rounds, sizes, strict=True):
        units = np.zeros((draws, years))
        units[1 + number * years + np.arange(years), np.arange(years)] = size
        drivers = drivers.combined(lever.drivers(units, places, groups))
    found = ask(drivers, draws)
    fell = (found[0] - found[1:]).reshape(-1, years, found.shape[1])[rounds]
    if of_target is not None:
        own = np.array([[lever.group == group for group in of_target] for lever in levers])
        fell = fell * own[:, np.newaxis]
    return np.asarray(fell / sizes[:, np.newaxis, np.newaxis])


def _rounds(levers: Sequence[Lever]) -> NDArray[np.int64]:
    """The forecast in which each lever is measured: the first of every group together, then the second, and so on."""
    seen: dict[str | None, int] = {}
    found = []
    for lever in levers:
        found.append(seen.get(lever.group, 0))
        seen[lever.group] = found[-1] + 1
    return np.array(found, dtype=np.int64)


def _size(lever: Lever) -> float:
    return max(lever.most, 1.0) / 2 if lever.how == "times" or lever.drives == "released" else 1.0
