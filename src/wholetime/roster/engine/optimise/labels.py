"""The compiled search for one person's cheapest lines: labels of equal state and equal counters, day by day.

A counter is either *tracked*, its value a part of the label, or *relaxed*: priced by a multiplier only. The multipliers
of all counters steer the pruning: a label whose price and cheapest completion reach the threshold is dropped
(Lagrangian completion bounds).
Source: Irnich and Desaulniers, "Shortest path problems with resource constraints" (2005).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from wholetime.roster.engine.arrays import Ints
from wholetime.roster.engine.optimise.relaxation import BARRED, Choice, Counters, Graph, gained, offset, step_price


class Memory(NamedTuple):
    """What labels are written to. ``slot`` (all −1 between calls) finds a label by its code."""

    slot: NDArray[np.int32]
    code: Ints
    paid: Ints
    parent: NDArray[np.int32]
    symbol: NDArray[np.int16]


@njit(cache=True, nogil=True)
def reaches(graph: Graph, counters: Counters, choice: Choice, tracked: Ints) -> tuple[Ints, Ints]:
    """The least and the most that tracked counters can still gain from each day and state, two of [N, D + 1, Q]."""
    days, klasses = choice.best.shape
    states = len(graph.final)
    low = np.full((len(tracked), days + 1, states), BARRED, np.int64)
    high = np.full((len(tracked), days + 1, states), -BARRED, np.int64)
    for i in range(len(tracked)):
        for q in range(states):
            if graph.final[q] < BARRED:
                low[i, days, q] = high[i, days, q] = 0
        for d in range(days - 1, -1, -1):
            k = graph.kind[d]
            for c in range(klasses):
                if choice.best[d, c] >= BARRED:
                    continue
                s = choice.which[d, c]
                for q in range(states):
                    after = graph.nexts[k, q, s]
                    if graph.price[k, q, s] >= BARRED or low[i, d + 1, after] >= BARRED:
                        continue
                    step = gained(graph, counters, tracked[i], d, q, s)
                    low[i, d, q] = min(low[i, d, q], low[i, d + 1, after] + step)
                    high[i, d, q] = max(high[i, d, q], high[i, d + 1, after] + step)
    return low, high


@njit(cache=True, nogil=True)
def label_setting(
    graph: Graph,
    counters: Counters,
    choice: Choice,
    tracked: Ints,
    multiplier: Ints,
    low: Ints,
    high: Ints,
    threshold: int,
    width: int,
    memory: Memory,
) -> tuple[int, int, int]:
    """Extend labels day by day: where those of the last day begin and end, and the least bound of any that had to go.

    ``low`` and ``high`` are the tracked counters' ``reaches``. ``memory.paid`` holds price plus multiplier × value. At
    most ``width`` labels live in a day, and as many as memory holds in all: what was dropped is returned, so that the
    answer never claims more than it knows.
    """
    slot, code, paid, parent, symbol = memory.slot, memory.code, memory.paid, memory.parent, memory.symbol
    nexts, rest, least, most = graph.nexts, choice.rest, counters.least, counters.most
    days, klasses = choice.best.shape
    size = len(tracked)
    stride = np.ones(size + 1, np.int64)
    for i in range(size):
        stride[i + 1] = stride[i] * (most[tracked[i]] + 1)
    dropped = BARRED
    code[0], paid[0], parent[0] = graph.start * stride[size], 0, -1
    begin, end = 0, 1
    for d in range(days):
        k = graph.kind[d]
        fresh = end
        for i in range(begin, end):
            q = code[i] // stride[size]
            key = code[i] - q * stride[size]
            for c in range(klasses):
                if choice.best[d, c] >= BARRED:
                    continue
                s = choice.which[d, c]
                step = step_price(graph, choice.toll, k, q, s)
                n = nexts[k, q, s]
                if step >= BARRED or rest[d + 1, n] >= BARRED:
                    continue
                total = paid[i] + choice.best[d, c] + step
                if total + rest[d + 1, n] >= threshold:
                    continue
                fine = True
                fresh_key = n * stride[size]
                for j in range(size):
                    t = tracked[j]
                    value = key // stride[j] % (most[t] + 1) + gained(graph, counters, t, d, q, s)
                    if value > most[t]:
                        if counters.over[t] >= BARRED:
                            fine = False
                            break
                        total += (counters.over[t] - multiplier[t]) * (value - most[t])
                        value = most[t]
                    if counters.over[t] >= BARRED and value + low[j, d + 1, n] > most[t]:
                        fine = False
                        break
                    if counters.under[t] >= BARRED and value + high[j, d + 1, n] < least[t]:
                        fine = False
                        break
                    if value > least[t] and value + high[j, d + 1, n] <= most[t]:  # it cannot matter any more
                        total -= multiplier[t] * (value - least[t])
                        value = least[t]
                    fresh_key += value * stride[j]
                if not fine:
                    continue
                at = slot[fresh_key]
                if at < 0:
                    if end >= len(code):
                        dropped = min(dropped, total + rest[d + 1, n])
                        continue
                    at = end
                    end += 1
                    slot[fresh_key] = at
                    code[at] = fresh_key
                    paid[at] = BARRED
                if total < paid[at]:
                    paid[at] = total
                    parent[at] = i
                    symbol[at] = s
        for i in range(fresh, end):
            slot[code[i]] = -1
        if end - fresh > width:
            hope = np.empty(end - fresh, np.int64)
            for i in range(fresh, end):
                hope[i - fresh] = paid[i] + rest[d + 1, code[i] // stride[size]]
            limit = np.partition(hope, width)[width]
            dropped = min(dropped, limit)
            kept = fresh
            for i in range(fresh, end):
                if hope[i - fresh] < limit or (hope[i - fresh] == limit and kept - fresh < width):
                    code[kept], paid[kept], parent[kept], symbol[kept] = code[i], paid[i], parent[i], symbol[i]
                    kept += 1
            end = kept
        begin = fresh
        if begin == end:
            break
    return begin, end, dropped


@njit(cache=True, nogil=True)
def settle(graph: Graph, counters: Counters, tracked: Ints, multiplier: Ints, labels: Ints, paid: Ints) -> None:
    """Turn ``paid`` of the last day's labels (their codes) into prices of lines, relaxed counters by their bound."""
    relaxed = multiplier.copy()
    relaxed[tracked] = 0
    fixed = offset(counters, relaxed)
    for i in range(len(labels)):
        key = labels[i]
        for t in tracked:
            value = key % (counters.most[t] + 1)
            key //= counters.most[t] + 1
            paid[i] -= multiplier[t] * value
            if value < counters.least[t]:
                paid[i] += counters.under[t] * (counters.least[t] - value)
        paid[i] += graph.final[key] - fixed


@njit(cache=True, nogil=True)
def trace(memory: Memory, label: int, days: int) -> Ints:
    """The line [D] that leads to a label of the last day."""
    line = np.empty(days, np.int64)
    for d in range(days - 1, -1, -1):
        line[d] = memory.symbol[label]
        label = memory.parent[label]
    return line
