"""Which part of a roster to free: people who matter to what is dear, over all their days or over some weeks."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from wholetime.roster.engine.arrays import Ints
from wholetime.roster.engine.optimise.relaxation import BARRED
from wholetime.roster.engine.optimise.team import Team

SMALLEST, LARGEST = 80, 1200
"""Person-days that a part may have: what column generation and diving close in a tenth of a second to some ten."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some people [k], from day ``first`` to before ``last``."""

    people: Ints
    first: int
    last: int


@dataclass(slots=True)
class Chooser:
    """Chooses parts; their size grows while nothing is gained, and shrinks where it is."""

    team: Team
    rng: np.random.Generator
    size: float = 240.0
    _seams: Ints = field(init=False)

    def __post_init__(self) -> None:
        self._seams = np.flatnonzero(self.team.seams)

    def choose(self, lines: Ints) -> Part:
        """A part of about ``size`` person-days around a row of cover that costs, or a person, drawn by price."""
        days = lines.shape[1]
        row = self._dear_row(lines)
        day = int(self.rng.integers(days)) if row < 0 else int(self.team.rows.day[self.team.rows.row == row][0])
        first, last = self._window(day, days)
        count = min(max(int(self.size / (last - first)), 2), self.team.people)
        return Part(self._people(row, count), first, last)

    def learn(self, gained: bool) -> None:
        """Adapt the size to what the last part brought."""
        self.size = min(max(self.size * (0.97 if gained else 1.02), SMALLEST), LARGEST)

    def _dear_row(self, lines: Ints) -> int:
        """A row drawn by its price, or −1 (a quarter of the draws: requests matter too)."""
        prices = self.team.rows.price(self.team.values(lines)).astype(float)
        if prices.sum() == 0 or self.rng.random() < 0.25:
            return -1
        weight = np.sqrt(prices)
        return int(self.rng.choice(len(prices), p=weight / weight.sum()))

    def _window(self, day: int, days: int) -> tuple[int, int]:
        """Days around ``day``, from seam to seam: all of them, or so few that many people fit."""
        length = days if self.rng.random() < 0.5 and days <= self.size / 3 else int(self.rng.choice([14, 21, 28, 42]))
        if length >= days:
            return 0, days
        first = max(0, min(day - int(self.rng.integers(length)), days - length))
        before, after = self._seams[self._seams <= first], self._seams[self._seams >= first + length]
        return int(before[-1]), int(after[0])

    def _people(self, row: int, count: int) -> Ints:
        """Half of them people who can change the row, the others at random."""
        order = self.rng.permutation(self.team.people)
        if row >= 0:
            entries = self.team.rows.row == row
            days, symbols = self.team.rows.day[entries], self.team.rows.symbol[entries]
            can = (self.team.own[:, days, symbols] < BARRED).any(axis=1)
            order = np.concatenate([order[can[order]][: count // 2], order])
            order = order[np.sort(np.unique(order, return_index=True)[1])]
        return np.sort(order[:count])
