"""A room in arrays, as the compiled search reads it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wholetime.kernel.disclosure.policy import Policy
from wholetime.kernel.disclosure.system import System

type Ints = NDArray[np.int64]


class Sums(NamedTuple):
    """Pairs of a sum and a cell, with the cell's sign: by sum from ``sum_at``, and by cell from ``cell_at``."""

    sum_at: Ints
    cells: Ints
    cell_signs: Ints
    cell_at: Ints
    sums: Ints
    sum_signs: Ints


class Told(NamedTuple):
    """Of each cell: its true value, the least and most that print alike, and its marks."""

    values: Ints
    low: Ints
    high: Ints
    marks: Ints


class Rules(NamedTuple):
    """The policy, and what a search may do."""

    threshold: int
    least: int
    may_hide: bool
    divided: bool


class Known(NamedTuple):
    """Of each kind of search and sum: how many of its cells can move (−1: not looked at), and their lowest price."""

    movable: Ints
    cheapest: Ints


class Board(NamedTuple):
    """All that a search looks at."""

    sums: Sums
    told: Told
    rules: Rules
    known: Known

    def mark(self, cells: Collection[int], mark: int) -> None:
        """Mark ``cells`` and forget what was known of their sums."""
        for cell in cells:
            self.told.marks[cell] |= mark
            self.known.movable[:, self.sums.sums[self.sums.cell_at[cell] : self.sums.cell_at[cell + 1]]] = -1


def sums_of(system: System[object]) -> Sums:
    """The system's equations, by sum and by cell."""
    return Sums(*_flat(system.equations), *_flat(system.touching))


def told_of(values: Iterable[int], policy: Policy) -> Told:
    """No cell is marked yet."""
    true = np.fromiter(values, np.int64)
    printed, which = np.unique(true, return_inverse=True)
    readings = np.array([policy.readings(policy.shown(value)) for value in printed.tolist()], np.int64).reshape(-1, 2)
    return Told(true, readings[which, 0], readings[which, 1], np.zeros(len(true), np.int64))


def nothing_known(sums: Sums) -> Known:
    shape = 2, len(sums.sum_at) - 1
    return Known(np.full(shape, -1), np.zeros(shape, np.int64))


def _flat(rows: Iterable[tuple[tuple[int, int], ...]]) -> tuple[Ints, Ints, Ints]:
    """Where each row begins, and one after the other both numbers of all its pairs."""
    held = tuple(rows)
    starts = np.zeros(len(held) + 1, np.int64)
    starts[1:] = np.cumsum([len(row) for row in held])
    pairs = np.fromiter(chain.from_iterable(chain.from_iterable(held)), np.int64, 2 * int(starts[-1])).reshape(-1, 2)
    return starts, np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1])
