"""Fair distribution of training places across areas: none has more of its gap closed at the cost of a worse-off one.

Lexicographic max-min: the share of its gap that the worst-off area has closed is made as large as it can be, then that
of the next, and so on. ``fair_shares`` does so for programmes with places of their own (linear programmes, HiGHS);
``whole_places`` for one programme in whole places.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wholetime.forecast.engine.gap.linear import FREE, Programme, solved
from wholetime.forecast.engine.uncertain import Floats

NEARLY = 1e-9


@dataclass(frozen=True, eq=False)
class Places:
    """``available`` [programme] places; ``most`` [programme, area]: how many an area can train.

    ``worth`` [programme, area]: WTE that a place closes of the area's ``gap`` [area], all of which are above 0.
    """

    available: Floats
    most: Floats
    worth: Floats
    gap: Floats

    def __post_init__(self) -> None:
        programmes, areas = len(self.available), len(self.gap)
        if self.most.shape != (programmes, areas) or self.worth.shape != (programmes, areas):
            raise ValueError(f"limits and worth are over {programmes} programmes and {areas} areas")
        if not (self.gap > 0).all():
            raise ValueError("places are shared out among areas that have a gap")
        if any((one < 0).any() or not np.isfinite(one).all() for one in (self.available, self.most, self.worth)):
            raise ValueError("places, limits and worth are 0 or more")

    @property
    def closing(self) -> Floats:
        """Share of its gap that a place closes for an area [programme, area]."""
        return self.worth / self.gap


@dataclass(frozen=True, eq=False)
class Distribution:
    """``places`` [programme, area] and the ``closed`` share of each area's gap [area]."""

    places: Floats
    closed: Floats

    @property
    def worst(self) -> float:
        """The closed share of the worst-off area."""
        return float(self.closed.min())


def fair_shares(given: Places) -> Distribution:
    """The distribution in parts of places. No more than all of a gap is closed; places left over stay so."""
    areas = len(given.gap)
    fixed = np.full(areas, np.nan)
    x = np.zeros(given.most.shape)
    while np.isnan(fixed).any():
        open_areas = [int(area) for area in np.flatnonzero(np.isnan(fixed))]
        level, x = _raised(given, fixed, open_areas)
        stuck = [area for area in open_areas if _alone(given, fixed, level, area) <= level + 1e-7]
        # Rounding may leave nobody quite stuck; then the one with the least room is.
        for area in stuck or [min(open_areas, key=lambda area: _alone(given, fixed, level, area))]:
            fixed[area] = level
    return Distribution(x, np.minimum((given.closing * x).sum(axis=0), 1.0))


def whole_places(available: int, most: NDArray[np.int64], worth: Floats, gap: Floats) -> Distribution:
    """Whole places of one programme: each goes to the area that is worst off at that moment and has room.

    That is the lexicographic best: any distribution can be changed into it by moving places to areas that are worse
    off. Of areas equally badly off, the one goes first for which a place closes more. ``most`` [area] limits, ``worth``
    [area] WTE a place.
    """
    Places(np.array([float(available)]), most[np.newaxis].astype(float), worth[np.newaxis], gap)
    places, step = np.zeros(len(gap), dtype=np.int64), worth / gap
    for _ in range(available):
        closed = places * step
        room = np.flatnonzero((places < most) & (closed < 1 - NEARLY) & (step > 0))
        if not len(room):
            break
        lowest = room[closed[room] <= closed[room].min() + NEARLY]
        places[lowest[np.argmax(step[lowest])]] += 1
    return Distribution(places[np.newaxis].astype(float), np.minimum(places * step, 1.0))


def _raised(given: Places, fixed: Floats, open_areas: list[int]) -> tuple[float, Floats]:
    """The highest level for all open areas, those that are fixed keeping theirs."""
    floor = np.where(np.isnan(fixed), 0.0, fixed)
    rising = np.isin(np.arange(len(floor)), open_areas).astype(float)
    return _level(given, floor, rising)


def _alone(given: Places, fixed: Floats, level: float, area: int) -> float:
    """How high one open area could rise if the others only kept ``level``."""
    floor = np.where(np.isnan(fixed), level, fixed)
    floor[area] = 0.0
    rising = (np.arange(len(floor)) == area).astype(float)
    return _level(given, np.maximum(floor - NEARLY, 0.0), rising)[0]


def _level(given: Places, floor: Floats, rising: Floats) -> tuple[float, Floats]:
    """Most z for which every area has closed ``floor`` + z × ``rising``, and at most all of its gap."""
    programmes, areas = given.most.shape
    size = programmes * areas
    closing = np.zeros((areas, size + 1))
    for programme in range(programmes):
        closing[np.arange(areas), programme * areas + np.arange(areas)] = given.closing[programme]
    held = np.hstack([closing[:, :size], -rising[:, np.newaxis]])
    supply = np.zeros((programmes, size + 1))
    for programme in range(programmes):
        supply[programme, programme * areas : (programme + 1) * areas] = 1
    found = solved(
        Programme(
            cost=np.concatenate([np.zeros(size), [-1.0]]),
            low=np.zeros(size + 1),
            high=np.concatenate([given.most.ravel(), [1.0]]),
            rows=np.vstack([held, closing, supply]),
            least=np.concatenate([np.minimum(floor, 1.0), np.full(areas + programmes, -FREE)]),
            most=np.concatenate([np.full(areas, FREE), np.ones(areas), given.available]),
        )
    )
    return float(found.x[-1]), found.x[:-1].reshape(programmes, areas)
