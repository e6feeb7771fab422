"""The master programme: a share of known lines for each person, so that cover costs least. HiGHS solves it."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from wholetime.roster.engine.arrays import DEAREST, Flags, Ints
from wholetime.roster.engine.optimise.cover import Rows
from wholetime.roster.engine.optimise.relaxation import BARRED, SCALE
from wholetime.roster.engine.optimise.rising import split, steps

type Floats = NDArray[np.float64]


SOME = 1e-9
"""A share above this is one."""

DUAL, PRIMAL = 1, 4
"""HiGHS's simplexes: new lines leave a basis primal feasible, and new limits leave it dual feasible.

The primal takes a third of the dual's time where lines come in; held lines took it 15 s in a dive of 17.
"""


@dataclass(frozen=True, slots=True)
class Shares:
    """A solution of the master: its value, the duals of cover [R] and of people [n], the share of each line [K].

    ``loss`` [K] is what the value would rise by at least for each line that is taken whole (its reduced cost).
    """

    value: float
    cover: Floats
    people: Floats
    lines: Floats
    loss: Floats


class Master:
    """Columns: steps of missing and surplus, people left out, then lines as they come. Rows: cover, then people.

    Rows of cover over the same cells, such as a minimum and a preferred level, are one row: apart they would leave the
    duals free to move between them. ``interior`` asks for HiGHS's interior point method, which begins anew each time:
    120 people with 6,000 lines take it 2 s, the simplexes 9 s.
    """

    def __init__(self, rows: Rows, *, interior: bool = False) -> None:
        self.rows, self.interior = rows, interior
        self.people = rows.groups.shape[1]
        self.whose: list[int] = []
        self.lines: list[Ints] = []
        self.prices: list[int] = []
        self.open: list[bool] = []
        self.steps = steps(rows)
        self.first = len(self.steps.price) + self.people
        self._column: dict[bytes, int] = {}
        self.highs = highspy.Highs()
        self.highs.silent()
        self.highs.setOptionValue("threads", 1)
        self._limited = False
        self._open()

    def _open(self) -> None:
        made, none = self.steps, np.zeros(0, dtype=np.int32)
        limits = np.concatenate([made.level, np.ones(self.people)]).astype(float)
        self.highs.addRows(len(limits), limits, limits, 0, np.zeros(len(limits), dtype=np.int32), none, np.zeros(0))
        price = np.concatenate([made.price, np.full(self.people, DEAREST)]).astype(float)
        upper = np.concatenate([made.width, np.full(self.people, highspy.kHighsInf)])
        index = np.concatenate([made.row, len(made.level) + np.arange(self.people)]).astype(np.int32)
        value = np.concatenate([made.sign, np.ones(self.people)]).astype(float)
        starts = np.arange(self.first, dtype=np.int32)
        self.highs.addCols(self.first, price, np.zeros(self.first), upper, self.first, starts, index, value)
        self.highs.changeObjectiveOffset(float(made.constant))

    def add(self, member: int, lines: Ints, prices: Ints) -> int:
        """Add lines [k, D] of the ``member``-th person, at their own prices [k]; returns how many were new."""
        fresh = []
        for line, price in zip(lines, prices, strict=True):
            key = _key(member, line)
            if key in self._column:
                continue
            self._column[key] = len(self.whose)
            self.whose.append(member)
            self.lines.append(line)
            self.prices.append(int(price))
            self.open.append(True)
            fresh.append(line)
        if fresh:
            self._add_columns(member, fresh, self.prices[-len(fresh) :])
        return len(fresh)

    def _add_columns(self, member: int, lines: list[Ints], prices: list[int]) -> None:
        starts: list[int] = [0]
        index: list[Ints] = []
        value: list[Ints] = []
        for line in lines:
            own = self.rows.values(np.array([member]), line[None])[self.steps.origin]
            rows = np.flatnonzero(own)
            index += [rows, np.array([len(own) + member])]
            value += [own[rows], np.array([1])]
            starts.append(starts[-1] + len(rows) + 1)
        count, free = len(lines), np.full(len(lines), highspy.kHighsInf)
        entries = np.concatenate(index).astype(np.int32), np.concatenate(value).astype(float)
        cost, begin = np.array(prices, dtype=float), np.array(starts[:-1], dtype=np.int32)
        self.highs.addCols(count, cost, np.zeros(count), free, starts[-1], begin, *entries)

    def columns(self, lines: Ints) -> list[int]:
        """The columns of everybody's lines [P, D] that are known."""
        keys = [_key(member, line) for member, line in enumerate(lines)]
        return [self._column[key] for key in keys if key in self._column]

    def solve(self) -> Shares:
        """The best shares of the lines known, and their duals."""
        self.highs.setOptionValue("solver", "ipm" if self.interior else "simplex")
        self.highs.setOptionValue("simplex_strategy", DUAL if self._limited else PRIMAL)
        self.highs.run()
        self._limited = False
        solution, count = self.highs.getSolution(), len(self.steps.level)
        dual, shares = np.asarray(solution.row_dual), np.asarray(solution.col_value)[self.first :]
        cover = split(self.rows, self.steps, dual[:count])
        loss = np.asarray(solution.col_dual)[self.first :]
        return Shares(self.highs.getObjectiveValue(), cover, dual[count:], shares, loss)

    def known(self, paid: Ints) -> Ints:
        """The cheapest open line known of each person, scaled, when the rows pay ``paid`` [G, D, S]."""
        known = np.full(self.people, BARRED, dtype=np.int64)
        open_lines = np.flatnonzero(self.open)
        if len(open_lines):
            np.minimum.at(known, np.array(self.whose)[open_lines], self._reduced(paid)[open_lines])
        return known

    def best(self, paid: Ints, each: int, allowed: Flags, shares: Floats) -> list[Ints]:
        """Of each person the ``each`` best ``allowed`` lines [≤ each, D]: those with a share in ``shares``, then the
        cheapest when the rows pay ``paid`` [G, D, S].
        """
        whose, lines = np.array(self.whose), np.array(self.lines)
        order = np.argsort(np.where(shares > SOME, -BARRED, self._reduced(paid)), kind="stable")
        order = order[self._fine(allowed)[order]]
        return [lines[order[whose[order] == member][:each]] for member in range(self.people)]

    def _reduced(self, paid: Ints) -> Ints:
        """What each line costs less what the rows pay for it, scaled [K]."""
        whose, lines = np.array(self.whose), np.array(self.lines)
        prices, days = np.array(self.prices, dtype=np.int64) * SCALE, np.arange(lines.shape[1])
        for group, cells in enumerate(paid):
            member = self.rows.groups[group][whose]
            prices[member] -= cells[days, lines[member]].sum(axis=1)
        return prices

    def hold(self, columns: Ints, held: bool) -> None:
        """Hold lines in the roster, or let them go again."""
        count, low = len(columns), 1.0 if held else 0.0
        index, free = (self.first + columns).astype(np.int32), np.full(count, highspy.kHighsInf)
        self.highs.changeColsBounds(count, index, np.full(count, low), free)
        self._limited = True

    def restrict(self, allowed: Flags) -> None:
        """Close the lines that use a symbol not ``allowed`` [P, D, S], and open the others."""
        fine = self._fine(allowed)
        self.open = fine.tolist()
        index = np.arange(self.first, self.first + len(fine), dtype=np.int32)
        upper = np.where(fine, highspy.kHighsInf, 0.0)
        self.highs.changeColsBounds(len(fine), index, np.zeros(len(fine)), upper)
        self._limited = True

    def _fine(self, allowed: Flags) -> Flags:
        """The lines that keep to what is ``allowed`` [K]."""
        lines, whose = np.array(self.lines), np.array(self.whose)
        fine: Flags = allowed[whose[:, None], np.arange(lines.shape[1]), lines].all(axis=1)
        return fine


def _key(member: int, line: Ints) -> bytes:
    return member.to_bytes(4) + line.astype(np.int16).tobytes()
