"""From shares to a roster: the restricted master as a whole-number programme, and diving with column generation."""

from __future__ import annotations

from collections.abc import Callable

import highspy
import numpy as np

from wholetime.roster.engine.arrays import Ints
from wholetime.roster.engine.optimise.generation import Generation
from wholetime.roster.engine.optimise.master import Master, Shares

NODES = 300
"""Nodes of a whole-number programme that is to find a roster below a given price: no answer hangs on the clock."""


def restricted(master: Master, lines: Ints, seconds: float | None) -> Ints | None:
    """The best roster [P, D] that the known lines make, starting from ``lines``; None where none better was found.

    Without ``seconds`` it ends after ``NODES``.
    """
    solver = _solver(master, seconds)
    count = len(master.whose)
    index = np.arange(master.first, master.first + count, dtype=np.int32)
    solver.changeColsIntegrality(count, index, np.full(count, int(highspy.HighsVarType.kInteger), dtype=np.uint8))
    begun = master.first + np.array(master.columns(lines), dtype=np.int32)
    solver.setSolution(len(begun), begun.astype(np.int32), np.ones(len(begun)))
    return _roster(master, solver, lines)


def below(
    master: Master, shares: Shares, lines: Ints, price: float, grid: int, seconds: float = highspy.kHighsInf
) -> Ints | None:
    """A roster [P, D] of known lines that costs ``price`` or less, if one is found; ``lines`` are one that costs more.

    Lines whose loss takes the master's value above the price are in no such roster: where the gap is small few remain.
    ``grid`` divides every penalty.
    """
    solver = _solver(master, seconds)
    solver.setOptionValue("mip_max_nodes", NODES)
    solver.setOptionValue("mip_abs_gap", grid - 0.01)
    count = len(master.whose)
    index = np.arange(master.first, master.first + count, dtype=np.int32)
    able = shares.value + shares.loss <= price + 1e-3
    solver.changeColsBounds(count, index, np.zeros(count), able.astype(float))
    solver.changeColsIntegrality(count, index, np.full(count, int(highspy.HighsVarType.kInteger), dtype=np.uint8))
    roster = _roster(master, solver, lines)
    return roster if solver.getInfo().objective_function_value <= price + 1e-3 else None


def _solver(master: Master, seconds: float | None) -> highspy.Highs:
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("threads", 1)
    if seconds is None:
        solver.setOptionValue("mip_max_nodes", NODES)
    else:
        solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.99)  # prices are whole
    solver.passModel(master.highs.getLp())
    return solver


def _roster(master: Master, solver: highspy.Highs, lines: Ints) -> Ints | None:
    """What the solver finds, people without a line keeping theirs of ``lines``."""
    solver.run()
    solution = np.asarray(solver.getSolution().col_value)
    if len(solution) == 0 or solver.getInfo().primal_solution_status != 2:
        return None
    chosen = np.flatnonzero(solution[master.first :] > 0.5)
    roster = lines.copy()
    for column in chosen:
        roster[master.whose[column]] = master.lines[column]
    return roster


def dive(generation: Generation, stop: Callable[[], bool], *, rounds: int = 2, at_once: float = 0.1) -> Ints | None:
    """Fix the lines with the largest shares, price again for the others, until everyone has a line; None if stopped."""
    master, people = generation.master, generation.team.people
    held: dict[int, int] = {}
    while len(held) < people:
        if stop():
            break
        fixed = _largest(generation, held, max(1, round(at_once * (people - len(held)))))
        held |= {master.whose[column]: column for column in fixed}
        master.hold(np.array(fixed), held=True)
        generation.free = [member for member in range(people) if member not in held]
        generation.shares = master.solve()
        for _ in range(rounds):
            if stop() or not generation.free or generation.round() == 0:
                break
    done = len(held) == people
    master.hold(np.array(list(held.values()), dtype=np.int64), held=False)
    generation.free = list(range(people))
    generation.shares = master.solve()
    return np.array([master.lines[held[member]] for member in range(people)]) if done else None


def _largest(generation: Generation, held: dict[int, int], count: int) -> list[int]:
    """The columns of free people with the largest shares: all whole ones, else up to ``count`` of a half or more."""
    shares, whose = generation.shares.lines, generation.master.whose
    order = np.argsort(-shares, kind="stable")
    chosen: list[int] = []
    taken = set(held)
    for column in order[: 4 * generation.team.people]:
        whole = shares[column] > 0.999
        if whose[column] in taken:
            continue
        if chosen and not whole and (len(chosen) >= count or shares[column] < 0.5):
            break
        chosen.append(int(column))
        taken.add(whose[column])
    return chosen
