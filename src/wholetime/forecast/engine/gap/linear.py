"""Linear programmes, solved by HiGHS: the least cost, the values, and what each limit is worth."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from wholetime.forecast.engine.uncertain import Floats

FREE = highspy.kHighsInf


class NoSolution(ValueError):
    """The limits leave no solution, or the cost has no least."""


@dataclass(frozen=True, eq=False, slots=True)
class Programme:
    """Least ``cost`` · x with ``low`` ≤ x ≤ ``high`` [variable] and ``least`` ≤ ``rows`` · x ≤ ``most`` [row]."""

    cost: Floats
    low: Floats
    high: Floats
    rows: Floats
    least: Floats
    most: Floats


@dataclass(frozen=True, eq=False, slots=True)
class Solution:
    """``x`` [variable]; ``reduced`` [variable]: change of the cost for one more of a limit that a variable is held at.

    ``duals`` [row]: the same for the limit of a row.
    """

    cost: float
    x: Floats
    reduced: Floats
    duals: Floats


def solved(programme: Programme) -> Solution:
    """Raises NoSolution, or ValueError where HiGHS gives up."""
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("threads", 1)
    solver.passModel(_model(programme))
    solver.run()
    status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        raise NoSolution(f"no solution: {solver.modelStatusToString(status)}")
    found = solver.getSolution()
    x, reduced = np.array(found.col_value), np.array(found.col_dual)
    return Solution(float(solver.getInfo().objective_function_value), x, reduced, np.array(found.row_dual))


def _model(programme: Programme) -> highspy.HighsLp:
    model = highspy.HighsLp()
    rows, columns = programme.rows.shape
    model.num_col_, model.num_row_ = columns, rows
    model.col_cost_, model.col_lower_, model.col_upper_ = programme.cost, programme.low, programme.high
    model.row_lower_, model.row_upper_ = programme.least, programme.most
    where = [np.flatnonzero(row) for row in programme.rows]
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *map(len, where)]).astype(np.int32)
    model.a_matrix_.index_ = np.concatenate([np.zeros(0, dtype=np.int64), *where]).astype(np.int32)
    values = [row[at] for row, at in zip(programme.rows, where, strict=True)]
    model.a_matrix_.value_ = np.concatenate([np.zeros(0), *values])
    return model
