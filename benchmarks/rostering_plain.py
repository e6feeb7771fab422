"""The same problem as anyone would first write it: a variable for each person, day and symbol, for CP-SAT and HiGHS.

Only what the Curtois–Qu instances use: hard runs, hard counters, hard successions, and cover without mixes.
"""

from __future__ import annotations

from collections.abc import Iterator

import highspy
import numpy as np
from ortools.sat.python import cp_model

from wholetime.roster.engine.arrays import FORBIDDEN, NO_LIMIT, Arrays, Run

type Term = tuple[int, int]
"""Coefficient, variable."""


class Plain:
    """Variables with the price of being 1, and rows ``least`` ≤ Σ terms ≤ ``most``; cover has slack at a price."""

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self.shape = arrays.price.shape
        self.size = int(np.prod(self.shape))
        self.prices = np.where(arrays.price < FORBIDDEN, arrays.price, 0).ravel().tolist()
        self.limits = np.where(arrays.price < FORBIDDEN, 1, 0).ravel().tolist()
        self.rows: list[tuple[int, int, list[Term]]] = []
        for person in range(arrays.people):
            self.rows += self._person(person)
        self._cover()

    def at(self, person: int, day: int, symbol: int) -> int:
        """The variable of a cell."""
        return int(np.ravel_multi_index((person, day, symbol), self.shape))

    def _person(self, person: int) -> Iterator[tuple[int, int, list[Term]]]:
        days, symbols = self.shape[1:]
        rules = self.arrays.rules[self.arrays.rules_of[person]]
        for day in range(days):
            yield 1, 1, [(1, self.at(person, day, symbol)) for symbol in range(symbols)]
        for before, after in np.argwhere(rules.succession >= FORBIDDEN):
            for day in range(days - 1):
                yield 0, 1, [(1, self.at(person, day, before)), (1, self.at(person, day + 1, after))]
        for run in rules.runs:
            yield from self._run(person, run)
        for counter in rules.counters:
            if counter.group is None:
                cells = np.argwhere(counter.weight > 0)
                yield (
                    counter.least,
                    counter.most,
                    [(int(counter.weight[d, s]), self.at(person, d, s)) for d, s in cells],
                )
                continue
            whole = []
            for number in np.unique(counter.group[counter.group >= 0]):
                flag = self._new(0, 1)
                whole.append((1, flag))
                for day in np.flatnonzero(counter.group == number):
                    on = [(1, self.at(person, day, s)) for s in np.flatnonzero(counter.weight[day] > 0)]
                    yield -1, 0, [*on, (-1, flag)]
            yield counter.least, counter.most, whole

    def _run(self, person: int, run: Run) -> Iterator[tuple[int, int, list[Term]]]:
        days = self.shape[1]
        on = np.flatnonzero(run.symbols)

        def inside(day: int, sign: int) -> list[Term]:
            return [(sign, self.at(person, day, symbol)) for symbol in on]

        if run.most < days:
            for first in range(days - run.most):
                yield 0, run.most, [t for day in range(first, first + run.most + 1) for t in inside(day, 1)]
        for length in range(1, run.least):
            for first in range(1, days - length):
                block = [t for day in range(first, first + length) for t in inside(day, 1)]
                yield -2, length - 1, [*inside(first - 1, -1), *block, *inside(first + length, -1)]

    def _cover(self) -> None:
        cover = self.arrays.cover
        for row in range(len(cover.least)):
            entries = np.flatnonzero(cover.row == row)
            terms = [
                (int(cover.weight[e]), self.at(person, cover.day[e], cover.symbol[e]))
                for e in entries
                for person in np.flatnonzero(cover.groups[cover.group[e]])
            ]
            short = self._new(int(cover.under[row]), int(max(cover.least[row], 0)))
            over = self._new(int(cover.over[row]), self.shape[0])
            self.rows.append((int(cover.least[row]), int(cover.most[row]), [*terms, (1, short), (-1, over)]))

    def _new(self, price: int, limit: int) -> int:
        self.prices.append(price)
        self.limits.append(limit)
        return len(self.prices) - 1


def cp_sat(arrays: Arrays, seconds: float) -> int | None:
    """The penalty that CP-SAT reaches; None without a roster."""
    plain, model = Plain(arrays), cp_model.CpModel()
    variables = [model.new_int_var(0, limit, "") for limit in plain.limits]
    for least, most, terms in plain.rows:
        model.add_linear_constraint(sum(c * variables[v] for c, v in terms), least, most)
    model.minimize(sum(price * variables[v] for v, price in enumerate(plain.prices) if price))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, 2
    return int(solver.objective_value) if solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None


def highs(arrays: Arrays, seconds: float) -> int | None:
    """The penalty that HiGHS reaches; None without a roster."""
    plain, solver = Plain(arrays), highspy.Highs()
    solver.silent()
    solver.setOptionValue("time_limit", seconds)
    count = len(plain.prices)
    nothing = np.zeros(0, dtype=np.int32)
    prices, limits = np.array(plain.prices, dtype=float), np.array(plain.limits, dtype=float)
    solver.addCols(count, prices, np.zeros(count), limits, 0, np.zeros(count, dtype=np.int32), nothing, np.zeros(0))
    whole = np.full(count, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
    solver.changeColsIntegrality(count, np.arange(count, dtype=np.int32), whole)
    for least, most, terms in plain.rows:
        index = np.array([v for _, v in terms], dtype=np.int32)
        upper = highspy.kHighsInf if most >= NO_LIMIT else most
        solver.addRow(least, upper, len(terms), index, np.array([c for c, _ in terms], dtype=float))
    solver.run()
    found = solver.getInfo().primal_solution_status == highspy.kSolutionStatusFeasible
    return round(solver.getObjectiveValue()) if found else None
