"""The cheapest lines of one person exactly, over every state and every value of the counters at once.

Where the counters take few values together, a table of all of them beats labels: each step is a shifted minimum over a
row of the table, which the compiler turns into vector instructions, and nothing is to be steered by multipliers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wholetime.kernel.compiled import compiled
from wholetime.roster.engine.arrays import Ints
from wholetime.roster.engine.optimise.relaxation import BARRED, Counters, Graph, cheapest, gained

type Cell = tuple[int, int, int]
"""A state, the values of the other counters together, and that of the inner one."""

CELLS = 1 << 22
"""Cells a table may have: days × states × values."""

VALUES = 400
"""Values that the counters may take together; beyond (855 on instance 5 of Curtois and Qu) labels were quicker."""


def fits(graph: Graph, counters: Counters) -> bool:
    """Whether a person's table is small enough."""
    values = int(np.prod((counters.cap + 1).astype(np.float64)))
    return values <= VALUES and values * len(graph.final) * (len(graph.kind) + 1) <= CELLS


def cheapest_lines(
    graph: Graph, counters: Counters, cost: Ints, klass: Ints, klasses: int, threshold: int, most: int
) -> tuple[int, Ints]:
    """The price of the cheapest line at ``cost`` [D, S], and up to ``most`` lines [n, D] below ``threshold``.

    ``klass`` [D, S] numbers symbols that neither graph nor counters tell apart, −1 where not allowed.
    """
    best, which = _compact(*cheapest(cost, klass, klasses))
    inner = int(counters.cap.argmax()) if len(counters.cap) else -1
    least = table(graph, counters, best, which, inner)
    total = ends(graph, counters, least[-1], inner)
    flat = total.ravel()
    some = np.argpartition(flat, most)[:most] if most < len(flat) else np.arange(len(flat))
    chosen = some[np.argsort(flat[some], kind="stable")]
    cells = [(int(q), int(o), int(v)) for q, o, v in zip(*np.unravel_index(chosen, total.shape), strict=True)]
    lines = [
        trace(graph, counters, best, which, inner, least, cell)
        for cell, price in zip(cells, flat[chosen], strict=True)
        if price < threshold
    ]
    return int(flat[chosen[0]]), np.array(lines, dtype=np.int64).reshape(-1, len(graph.kind))


def _compact(best: Ints, which: NDArray[np.int16]) -> tuple[Ints, NDArray[np.int16]]:
    """Only as many columns as a day has classes that are allowed."""
    count = max(int((best < BARRED).sum(axis=1).max(initial=0)), 1)
    order = np.argsort(best, axis=1, kind="stable")[:, :count]
    return np.take_along_axis(best, order, axis=1), np.take_along_axis(which, order, axis=1)


@compiled
def table(graph: Graph, counters: Counters, best: Ints, which: NDArray[np.int16], inner: int) -> Ints:
    """The least price [D + 1, Q, O, N] of reaching a day in a state with these values of the counters.

    N are the values of the counter ``inner``, O those of all others together; values beyond a cap are charged as they
    come, and stay at it. ``best`` and ``which`` [D, C] are the cheapest symbol of each class.
    """
    days, klasses = best.shape
    states, width = len(graph.final), counters.cap[inner] + 1 if inner >= 0 else 1
    over = counters.beyond[inner] if inner >= 0 else BARRED
    others = 1
    for n in range(len(counters.cap)):
        if n != inner:
            others *= counters.cap[n] + 1
    least = np.full((days + 1, states, others, width), BARRED, np.int64)
    least[0, graph.start, 0, 0] = 0
    alive = np.zeros((2, states), np.bool_)
    alive[0, graph.start] = True
    top, reach = 0, 0
    for d in range(days):
        k = graph.kind[d]
        alive[(d + 1) % 2] = False
        reach = top
        for q in range(states):
            if not alive[d % 2, q]:
                continue
            for c in range(klasses):
                s = which[d, c]
                if best[d, c] >= BARRED or graph.price[k, q, s] >= BARRED:
                    continue
                price, after = best[d, c] + graph.price[k, q, s], graph.nexts[k, q, s]
                gain = gained(graph, counters, inner, d, q, s) if inner >= 0 else 0
                reach = max(reach, min(top + gain, width - 1))
                alive[(d + 1) % 2, after] = True
                moved = _moved(graph, counters, inner, d, q, s)
                for o in range(others):
                    to, toll = _others(graph, counters, inner, d, q, s, o) if moved else (o, 0)
                    if to >= 0:
                        _step(least[d, q, o], least[d + 1, after, to], price + toll, gain, top, over)
        top = reach
    return least


@compiled
def _moved(graph: Graph, counters: Counters, inner: int, d: int, q: int, s: int) -> bool:
    """Whether a step changes any counter but ``inner``."""
    moved = False
    for n in range(len(counters.cap)):
        moved |= n != inner and gained(graph, counters, n, d, q, s) > 0
    return moved


@compiled
def _others(graph: Graph, counters: Counters, inner: int, d: int, q: int, s: int, o: int) -> tuple[int, int]:
    """Where a step leads the other counters, and what it costs beyond their limits; −1: nowhere."""
    to, toll, stride, rest = 0, 0, 1, o
    for n in range(len(counters.cap)):
        if n == inner:
            continue
        size = counters.cap[n] + 1
        value = rest % size + gained(graph, counters, n, d, q, s)
        rest //= size
        if value >= size:
            if counters.beyond[n] >= BARRED:
                return -1, 0
            toll += counters.beyond[n] * (value - size + 1)
            value = size - 1
        to += value * stride
        stride *= size
    return to, toll


@compiled
def _step(before: Ints, after: Ints, price: int, gain: int, top: int, over: int) -> None:
    """A shifted minimum: ``before`` at ``price`` into ``after``, ``gain`` further on; ``top`` is the last in use."""
    size = len(before)
    within = max(min(top + 1, size - gain), 0)
    source, target = before[:within], after[gain : gain + within]
    for n in range(within):
        target[n] = min(target[n], source[n] + price)
    if over < BARRED:
        for n in range(within, min(top + 1, size)):
            after[size - 1] = min(after[size - 1], before[n] + price + over * (n + gain - size + 1))


@compiled
def ends(graph: Graph, counters: Counters, last: Ints, inner: int) -> Ints:
    """The price of whole lines by where they end [Q, O, N]: ``last`` and what the counters cost."""
    states, others, width = last.shape
    total = np.full(last.shape, BARRED, np.int64)
    for o in range(others):
        for i in range(width):
            owed, rest = 0, o
            for n in range(len(counters.cap)):
                value = i
                if n != inner:
                    value = rest % (counters.cap[n] + 1)
                    rest //= counters.cap[n] + 1
                owed = min(owed + counters.price[n, value], BARRED)
            for q in range(states):
                if owed < BARRED and graph.final[q] < BARRED and last[q, o, i] < BARRED >> 1:
                    total[q, o, i] = last[q, o, i] + graph.final[q] + owed
    return total


@compiled
def trace(
    graph: Graph, counters: Counters, best: Ints, which: NDArray[np.int16], inner: int, table: Ints, cell: Cell
) -> Ints:
    """The line [D] that reaches a cell of the last day at its price."""
    line = np.zeros(len(graph.kind), np.int64)
    for d in range(len(line) - 1, -1, -1):
        cell, line[d] = _before(graph, counters, best, which, inner, table, d, cell)
    return line


@compiled
def _before(
    graph: Graph, counters: Counters, best: Ints, which: NDArray[np.int16], inner: int, table: Ints, d: int, cell: Cell
) -> tuple[Cell, int]:
    """The cell of day ``d`` and the symbol that explain the price of a cell of the day after."""
    k, (state, other, value), width = graph.kind[d], cell, table.shape[3]
    price, over = table[d + 1, state, other, value], counters.beyond[inner] if inner >= 0 else BARRED
    for q in range(table.shape[1]):
        for c in range(best.shape[1]):
            s = which[d, c]
            if best[d, c] >= BARRED or graph.nexts[k, q, s] != state or graph.price[k, q, s] >= BARRED:
                continue
            step = best[d, c] + graph.price[k, q, s]
            gain = gained(graph, counters, inner, d, q, s) if inner >= 0 else 0
            for o in range(table.shape[2]):
                to, toll = _others(graph, counters, inner, d, q, s, o)
                if to != other:
                    continue
                for v in range(max(value - gain, 0), width if value == width - 1 else value - gain + 1):
                    beyond = max(v + gain - width + 1, 0)
                    if beyond > 0 and over >= BARRED:
                        continue
                    if table[d, q, o, v] + step + toll + (beyond * over if beyond > 0 else 0) == price:
                        return (q, o, v), s
    return cell, 0
