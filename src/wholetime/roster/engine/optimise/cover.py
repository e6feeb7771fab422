"""The price of cover: of a roster, of one more symbol in it, and of the duals' best answer to it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wholetime.roster.engine.arrays import DEAREST, FORBIDDEN, NO_LIMIT, Cover, Flags, Ints
from wholetime.roster.engine.optimise.relaxation import SCALE

FAR = NO_LIMIT >> 1
"""A limit beyond this is none: what others already give has been taken off it."""


class Rows:
    """The rows of cover of ``days`` × ``symbols``, ready to be asked often.

    Hard rows cost ``DEAREST`` a unit here: they bend, and it shows. ``least`` and ``most`` are what these people owe.
    """

    def __init__(self, cover: Cover, days: int, symbols: int) -> None:
        self.least, self.most, self.groups = cover.least, cover.most, cover.groups
        self.row, self.group, self.day, self.symbol, self.weight = (
            cover.row, cover.group, cover.day, cover.symbol, cover.weight,
        )  # fmt: skip
        self.shape = (len(cover.groups), days, symbols)
        self.origin: Ints = np.arange(len(cover.least))  # the rows of the whole that a part's rows are
        self.under, self.over = np.minimum(cover.under, DEAREST), np.minimum(cover.over, DEAREST)
        self.hard = cover.under >= FORBIDDEN, cover.over >= FORBIDDEN
        self.cell = np.ravel_multi_index((cover.group, cover.day, cover.symbol), self.shape)
        people = cover.groups.sum(axis=1)[cover.group]
        self.highest = self._sums(np.maximum(cover.weight, 0) * people)
        self.lowest = self._sums(np.minimum(cover.weight, 0) * people)

    def _sums(self, entries: Ints) -> Ints:
        return np.bincount(self.row, weights=entries, minlength=len(self.least)).astype(np.int64)

    def values(self, people: Ints, lines: Ints) -> Ints:
        """What ``lines`` [n, D] of ``people`` [n] add to each row [R]."""
        groups, days, symbols = self.shape
        own = np.arange(days) * symbols + lines
        counts = [np.bincount(own[self.groups[g, people]].ravel(), minlength=days * symbols) for g in range(groups)]
        return self._sums(self.weight * np.concatenate(counts)[self.cell])

    def price(self, values: Ints) -> Ints:
        """The price of each row at these values [R]."""
        return self.under * np.maximum(self.least - values, 0) + self.over * np.maximum(values - self.most, 0)

    def broken(self, values: Ints) -> Ints:
        """The hard rows that these values break."""
        short, beyond = (values < self.least) & self.hard[0], (values > self.most) & self.hard[1]
        rows: Ints = np.flatnonzero(short | beyond)
        return rows

    def cells(self, entries: Ints) -> Ints:
        """Entry figures [E] summed by group, day and symbol [G, D, S]."""
        sums = np.bincount(self.cell, weights=entries, minlength=int(np.prod(self.shape)))
        return np.rint(sums).astype(np.int64).reshape(self.shape)

    def marginal(self, values: Ints) -> Ints:
        """The price of one more of each group, day and symbol when the rows stand at ``values``, [G, D, S]."""
        row = self.row
        after = values[row] + self.weight
        rise = np.maximum(self.least[row] - after, 0) - np.maximum(self.least - values, 0)[row]
        fall = np.maximum(after - self.most[row], 0) - np.maximum(values - self.most, 0)[row]
        return self.cells(self.under[row] * rise + self.over[row] * fall)

    def priced_by(self, duals: Ints) -> Ints:
        """What the duals [R] pay for each group, day and symbol, [G, D, S]."""
        return self.cells(duals[self.row] * self.weight)

    def of_person(self, cells: Ints, person: int) -> Ints:
        """The cells of all groups that a person is in, [D, S]."""
        own: Ints = cells[self.groups[:, person]].sum(axis=0)
        return own

    def rounded(self, duals: NDArray[np.float64]) -> Ints:
        """Duals as whole parts of ``SCALE``, within what a unit of the row can cost."""
        return np.clip(np.rint(duals * SCALE).astype(np.int64), -self.over * SCALE, self.under * SCALE)

    def answer(self, duals: Ints) -> int:
        """Σ over rows of the least of price(n) + dual × n: the rows' part of the Lagrangian bound (scaled)."""
        corners = np.stack([self.lowest, self.highest, self.least, np.where(self.most >= FAR, self.highest, self.most)])
        corners = np.clip(corners, self.lowest, self.highest)
        return int(np.stack([self.price(n) * SCALE + duals * n for n in corners]).min(axis=0).sum())

    def part(self, people: Ints, first: int, last: int, given: Ints) -> Rows:
        """The rows that ``people`` can change from ``first`` to before ``last``, less what is ``given`` [R] already."""
        mine = (self.day >= first) & (self.day < last) & self.groups[:, people].any(axis=1)[self.group]
        rows, row = np.unique(self.row[mine], return_inverse=True)
        left = np.where(self.most >= FAR, NO_LIMIT, self.most - given)
        cover = Cover(
            self.least[rows] - given[rows], left[rows], self.under[rows], self.over[rows],
            row.astype(np.int64), self.group[mine], self.day[mine] - first, self.symbol[mine], self.weight[mine],
            _people(self.groups, people),
        )  # fmt: skip
        part = Rows(cover, last - first, self.shape[2])
        part.origin = rows
        return part


def _people(groups: Flags, people: Ints) -> Flags:
    chosen: Flags = groups[:, people]
    return chosen
