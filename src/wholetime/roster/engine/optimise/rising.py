"""Rows of cover over the same cells as one row of the master, its price of too few and too many rising in steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wholetime.roster.engine.arrays import Ints
from wholetime.roster.engine.optimise.cover import FAR, Rows

type Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Steps:
    """M merged rows: value + Σ short − Σ beyond = ``level`` [M]; one step is a column of the master.

    A step's ``row``, ``sign`` (1 short, −1 beyond), ``price`` a unit and ``width`` [J]; ``merged`` [R] is where a row
    of cover went, ``origin`` [M] one of those it holds, and ``constant`` what is owed even at the levels.
    """

    level: Ints
    row: Ints
    sign: Ints
    price: Ints
    width: Floats
    merged: Ints
    origin: Ints
    constant: int


def steps(rows: Rows) -> Steps:
    """The rows of cover, those over the same cells together."""
    merged = _merged(rows)
    count = int(merged.max(initial=-1)) + 1
    level, made, constant = np.zeros(count, dtype=np.int64), list[tuple[int, int, int, float]](), 0
    for number in range(count):
        mine = np.flatnonzero(merged == number)
        level[number], pieces, owed = _pieces(rows, mine)
        made += [(number, *piece) for piece in pieces]
        constant += owed
    columns = np.array(made, dtype=float).reshape(-1, 4).T
    row, sign, price = (one.astype(np.int64) for one in columns[:3])
    return Steps(level, row, sign, price, columns[3], merged, np.unique(merged, return_index=True)[1], constant)


def split(rows: Rows, found: Steps, duals: Floats) -> Floats:
    """Duals of merged rows [M] as duals of the rows of cover [R]: what breaks first is paid first."""
    left, shared = duals.copy(), np.zeros(len(rows.least))
    for row in np.lexsort((-rows.least,)):
        shared[row] += (paid := min(max(left[found.merged[row]], 0.0), float(rows.under[row])))
        left[found.merged[row]] -= paid
    for row in np.lexsort((rows.most,)):
        shared[row] -= (paid := min(max(-left[found.merged[row]], 0.0), float(rows.over[row])))
        left[found.merged[row]] += paid
    return shared


def _merged(rows: Rows) -> Ints:
    """A number for each row, equal where the entries are."""
    entries: list[list[tuple[int, int]]] = [[] for _ in rows.least]
    for row, cell, weight in zip(rows.row.tolist(), rows.cell.tolist(), rows.weight.tolist(), strict=True):
        entries[row].append((cell, weight))
    numbers: dict[tuple[tuple[int, int], ...], int] = {}
    return np.array([numbers.setdefault(tuple(sorted(one)), len(numbers)) for one in entries], dtype=np.int64)


def _pieces(rows: Rows, mine: Ints) -> tuple[int, list[tuple[int, int, float]], int]:
    """The level at which rows over the same cells cost least together, the steps from there, and the price there."""
    least, most, under, over = rows.least[mine], rows.most[mine], rows.under[mine], rows.over[mine]
    turns = np.unique(np.concatenate([least[under > 0], most[(over > 0) & (most < FAR)]]))
    if not len(turns):
        return 0, [(1, 0, np.inf), (-1, 0, np.inf)], 0

    def price(value: int) -> int:
        return int((under * np.maximum(least - value, 0) + over * np.maximum(value - most, 0)).sum())

    at = int(np.argmin([price(int(turn)) for turn in turns]))
    made: list[tuple[int, int, float]] = []
    for sign, points in ((1, turns[at::-1]), (-1, turns[at:])):
        for first, then in zip(points, [*points[1:], None], strict=True):
            rise = price(int(first) - sign) - price(int(first))
            made.append((sign, rise, np.inf if then is None else float(abs(int(then) - int(first)))))
    return int(turns[at]), made, price(int(turns[at]))
