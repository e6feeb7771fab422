"""What a projection of supply starts from: people by cell, how they leave and move, and how others join.

A *cell* is a place, a staff group, a single year of age and a sex; any of these may be the single member ``"all"``, and
ages may be unknown. Arrays over cells have the axes [place, group, age, sex]; arrays over years have a first axis of 1
or more years, and the last of them holds ever after. Year 0 is the twelve months that follow ``Inputs.first_year``'s
count. Everything is checked at birth (``ValueError``) and not to be changed afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from wholetime.forecast.engine.supply.cells import ALL, Cells, Floats, over_cells, over_years
from wholetime.forecast.engine.supply.moves import Move
from wholetime.forecast.engine.supply.routes import Route
from wholetime.forecast.engine.supply.spread import Rates, Spread

__all__ = ["ALL", "Cells", "Floats", "Inputs", "Move", "Participation", "Rates", "Route", "Spread"]


@dataclass(frozen=True, eq=False)
class Participation:
    """WTE worked by each head, ``wte_per_head`` [year, place, group, age, sex], and its uncertainty on a log scale."""

    wte_per_head: Floats
    spread: Spread

    def __post_init__(self) -> None:
        if self.wte_per_head.ndim != 5 or not np.isfinite(self.wte_per_head).all() or (self.wte_per_head < 0).any():
            raise ValueError("participation needs the axes year, place, group, age, sex, and no number below 0")


@dataclass(frozen=True, eq=False)
class Inputs:
    """All that decides a projection but its length, draws and seed.

    ``stock`` [place, group, age, sex]: heads in post on the day of the count, in ``first_year``. It is rounded to whole
    people, and what that changes is told.
    ``leaving``: chance in a year that somebody in post at its beginning leaves for any reason but retirement (or for
    all reasons, where retirement is not known apart); ``retiring``: the chance of retirement of those who stay.
    ``returning`` [place, group]: share of those who retire who are at work again within the year, in the same cell.
    ``unexplained`` [past year, place, group]: heads by which stocks in history grew beyond what joiners and leavers
    explain. It is carried to the answer, and never added to anybody's stock.
    ``assumed``: plain sentences, each one thing that was taken for granted.
    """

    cells: Cells
    first_year: int
    stock: Floats
    participation: Participation
    leaving: Rates
    retiring: Rates | None = None
    returning: Floats | None = None
    routes: tuple[Route, ...] = ()
    moves: tuple[Move, ...] = ()
    unexplained: Floats | None = None
    assumed: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        over_cells("stock", self.stock, self.cells)
        over_years("participation", self.participation.wte_per_head, self.cells)
        self._rates_fit()
        self._routes_fit()
        places, groups = self.cells.shape[:2]
        if self.returning is not None:
            _share("returning", self.returning, (places, groups))
        if self.unexplained is not None and self.unexplained.shape[1:] != (places, groups):
            raise ValueError(f"unexplained needs the axes past year, {places} places and {groups} groups")

    def _rates_fit(self) -> None:
        for name, rates in (("leaving", self.leaving), ("retiring", self.retiring)):
            if rates is not None:
                over_years(name, rates.central, self.cells)
                rates.spread.fits(self.cells)
        self.participation.spread.fits(self.cells)

    def _routes_fit(self) -> None:
        codes = [route.code for route in self.routes]
        if len(set(codes)) < len(codes):
            raise ValueError(f"two routes have the same code: {sorted(codes)}")
        for route in self.routes:
            route.fits(self.cells)
        for move in self.moves:
            move.fits(self.cells)
        for origin in {move.origin for move in self.moves}:
            if (np.sum([move.rate for move in self.moves if move.origin == origin], axis=0) > 1).any():
                raise ValueError(f"more people move from {origin} than are there")


def _share(name: str, values: Floats, shape: tuple[int, ...]) -> None:
    if values.shape != shape or not ((values >= 0) & (values <= 1)).all():
        raise ValueError(f"{name} needs shares from 0 to 1 of shape {shape}")
