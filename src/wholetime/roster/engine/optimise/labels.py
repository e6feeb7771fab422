"""The compiled search for one person's cheapest lines: labels of equal state and equal counters, day by day.

A counter is either *tracked*, its value a part of the label, or *relaxed*: priced by a multiplier only. The multipliers
of all counters steer the pruning: a label whose price and cheapest completion reach the threshold is dropped
(Lagrangian completion bounds).
Source: Irnich and Desaulniers, "Shortest path problems with resource constraints" (2005).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wholetime.kernel.compiled import compiled
from wholetime.roster.engine.arrays import Flags, Ints
from wholetime.roster.engine.optimise.relaxation import (
    BARRED,
    Choice,
    Counters,
    Graph,
    answer,
    gained,
    offset,
    value_price,
)


class Memory(NamedTuple):
    """What labels are written to. ``slot`` (all −1 between calls) finds a label by its code, ``hope`` is its bound.

    ``rest`` holds completions.
    """

    slot: NDArray[np.int32]
    code: Ints
    paid: Ints
    hope: Ints
    parent: NDArray[np.int32]
    symbol: NDArray[np.int16]
    rest: Ints


@compiled
def reaches(graph: Graph, counters: Counters, allowed: Flags, tracked: Ints) -> tuple[Ints, Ints]:
    """The least and the most that tracked counters can still gain from each day and state, two of [N, D + 1, Q]."""
    days, symbols = allowed.shape
    states = len(graph.final)
    low = np.full((len(tracked), days + 1, states), BARRED, np.int64)
    high = np.full((len(tracked), days + 1, states), -BARRED, np.int64)
    for i in range(len(tracked)):
        for q in range(states):
            if graph.final[q] < BARRED:
                low[i, days, q] = high[i, days, q] = 0
        for d in range(days - 1, -1, -1):
            k = graph.kind[d]
            nexts, price, later, latest = graph.nexts[k], graph.price[k], low[i, d + 1], high[i, d + 1]
            for q in range(states):
                for s in range(symbols):
                    after = nexts[q, s]
                    if allowed[d, s] and price[q, s] < BARRED and later[after] < BARRED:
                        step = gained(graph, counters, tracked[i], d, q, s)
                        low[i, d, q] = min(low[i, d, q], later[after] + step)
                        high[i, d, q] = max(high[i, d, q], latest[after] + step)
    return low, high


@compiled
def spans(graph: Graph, counters: Counters, allowed: Flags, n: int, low: Ints, high: Ints) -> Ints:
    """The first and the last value of a counter that can be reached and still become legal, [D + 1, Q, 2].

    ``low`` and ``high`` [D + 1, Q] are its ``reaches``. Its cheapest value is always among those reached: labels to
    which it matters no more are put there.
    """
    days, symbols = allowed.shape
    states, cap = len(graph.final), counters.cap[n]
    span = np.empty((days + 1, states, 2), np.int64)
    span[:, :, 0], span[:, :, 1] = BARRED, -1
    span[0, graph.start] = 0
    for d in range(days):
        k = graph.kind[d]
        for q in range(states):
            for s in range(symbols):
                if span[d, q, 1] >= 0 and allowed[d, s] and graph.price[k, q, s] < BARRED:
                    gain, after = gained(graph, counters, n, d, q, s), span[d + 1, graph.nexts[k, q, s]]
                    after[0] = min(after[0], span[d, q, 0] + gain)
                    after[1] = max(after[1], min(span[d, q, 1] + gain, cap))
    for d in range(days + 1):
        for q in range(states):
            if span[d, q, 1] >= 0:
                span[d, q, 0] = max(min(span[d, q, 0], counters.least[n]), counters.floor[n] - high[d, q], 0)
                if counters.beyond[n] >= BARRED:
                    span[d, q, 1] = min(span[d, q, 1], cap - low[d, q])
    return span


@compiled
def followed(graph: Graph, counters: Counters, choice: Choice, n: int, span: Ints, rest: Ints) -> None:
    """The least price to the end from each day, state and value of one counter, its own price included.

    Fills ``rest`` [D + 1, Q, V] within the ``span``; the other counters are paid by multipliers.
    """
    days, states, cap = rest.shape[0] - 1, rest.shape[1], rest.shape[2] - 1
    beyond = counters.beyond[n]
    for q in range(states):
        for v in range(span[days, q, 0], span[days, q, 1] + 1):
            rest[days, q, v] = min(graph.final[q] + counters.price[n, v], BARRED)
    for d in range(days - 1, -1, -1):
        k = graph.kind[d]
        for q in range(states):
            first, last = span[d, q]
            now = rest[d, q]
            now[first : last + 1] = BARRED
            for c in range(choice.best.shape[1] if first <= last else 0):
                s = choice.which[d, c]
                price = choice.best[d, c] + choice.step[k, q, s]
                if price > BARRED >> 1:
                    continue
                to, gain = graph.nexts[k, q, s], gained(graph, counters, n, d, q, s)
                begin, end = max(first, span[d + 1, to, 0] - gain), min(last, span[d + 1, to, 1] - gain) + 1
                after = rest[d + 1, to]
                for v in range(begin, end):
                    now[v] = min(now[v], price + after[v + gain])
                if beyond < BARRED and span[d + 1, to, 1] == cap:
                    for v in range(max(first, cap - gain + 1), last + 1):
                        now[v] = min(now[v], price + after[cap] + (v + gain - cap) * beyond)
            for v in range(first, last + 1):
                if now[v] > BARRED >> 1:
                    now[v] = BARRED


@compiled
def losses(counters: Counters, tracked: Ints, multiplier: Ints) -> tuple[Ints, Ints]:
    """What tracked counters cost above what their multipliers foresee, by value [N, V], and where that is nothing."""
    size = 0
    for t in tracked:
        size = max(size, counters.cap[t] + 1)
    loss, aim = np.zeros((len(tracked), size), np.int64), np.zeros(len(tracked), np.int64)
    for i in range(len(tracked)):
        t = tracked[i]
        aim[i], _, least = answer(counters, t, multiplier[t])
        for value in range(counters.cap[t] + 1):
            loss[i, value] = min(counters.price[t, value] - multiplier[t] * value - least, BARRED)
    return loss, aim


@compiled
def label_setting(
    graph: Graph,
    counters: Counters,
    choice: Choice,
    tracked: Ints,
    multiplier: Ints,
    low: Ints,
    high: Ints,
    rest: Ints,
    span: Ints,
    threshold: int,
    width: int,
    memory: Memory,
) -> tuple[int, int, int]:
    """Extend labels day by day: where those of the last day begin and end, and the least bound of any that had to go.

    ``low`` and ``high`` are the tracked counters' ``reaches``; ``rest`` [D + 1, Q, V] the completions by the value of
    the first of them within its ``span``, its multiplier 0 (or V is 1, and only multipliers foresee). ``memory.paid``
    holds price plus multiplier × value. At most ``width`` labels live in a day, and as many as memory holds in all:
    what was dropped is returned, so that the answer never claims more than it knows. A label's hope is its price, the
    cheapest completion, and what the other tracked counters must then lose: their price is convex, so the least is at
    the value nearest to the best one.
    """
    slot, code, paid, parent, symbol = memory.slot, memory.code, memory.paid, memory.parent, memory.symbol
    hopes, nexts, cap, ahead = memory.hope, graph.nexts, counters.cap, rest.shape[2] > 1
    loss, aim = losses(counters, tracked, multiplier)
    days, klasses = choice.best.shape
    size = len(tracked)
    stride = np.ones(size + 1, np.int64)
    for i in range(size):
        stride[i + 1] = stride[i] * (cap[tracked[i]] + 1)
    held, dropped = np.zeros(size, np.int64), BARRED
    code[0], paid[0], parent[0] = graph.start * stride[size], 0, -1
    begin, end = 0, 1
    for d in range(days):
        k = graph.kind[d]
        fresh = end
        for i in range(begin, end):
            q = code[i] // stride[size]
            key = code[i] - q * stride[size]
            for j in range(size - 1, -1, -1):
                held[j] = key // stride[j]
                key -= held[j] * stride[j]
            for c in range(klasses):
                if choice.best[d, c] >= BARRED:
                    continue
                s = choice.which[d, c]
                n = nexts[k, q, s]
                total = paid[i] + choice.best[d, c] + choice.step[k, q, s]
                if total > BARRED >> 1:  # what is barred stays above half of that
                    continue
                hope, place = 0, 0
                fresh_key = n * stride[size]
                for j in range(size):
                    t = tracked[j]
                    value = held[j] + gained(graph, counters, t, d, q, s)
                    first, last = value + low[j, d + 1, n], value + high[j, d + 1, n]
                    if last < counters.floor[t] or (first > cap[t] and counters.beyond[t] >= BARRED):
                        hope = BARRED
                        break
                    if value > cap[t]:
                        total += (counters.beyond[t] - multiplier[t]) * (value - cap[t])
                        value = cap[t]
                    if j > 0 or not ahead:
                        hope += loss[j, min(max(aim[j], first), last, cap[t])]
                    if value > counters.least[t] and last <= counters.most[t]:  # it cannot matter any more
                        total -= multiplier[t] * (value - counters.least[t])
                        value = counters.least[t]
                    if j == 0 and ahead:
                        place = value
                    fresh_key += value * stride[j]
                if ahead and not span[d + 1, n, 0] <= place <= span[d + 1, n, 1]:
                    continue
                hope += total + rest[d + 1, n, place]
                if hope >= threshold or hope > BARRED >> 1:
                    continue
                at = slot[fresh_key]
                if at < 0:
                    if end >= len(code):
                        dropped = min(dropped, hope)
                        continue
                    at = end
                    end += 1
                    slot[fresh_key] = at
                    code[at] = fresh_key
                    paid[at] = hopes[at] = BARRED
                if total < paid[at]:
                    paid[at] = total
                    parent[at] = i
                    symbol[at] = s
                hopes[at] = min(hopes[at], hope)
        for i in range(fresh, end):
            slot[code[i]] = -1
        if end - fresh > width:
            limit = np.partition(hopes[fresh:end], width)[width]
            dropped = min(dropped, limit)
            kept = fresh
            for i in range(fresh, end):
                if hopes[i] < limit or (hopes[i] == limit and kept - fresh < width):
                    code[kept], paid[kept], parent[kept], symbol[kept] = code[i], paid[i], parent[i], symbol[i]
                    kept += 1
            end = kept
        begin = fresh
        if begin == end:
            break
    return begin, end, dropped


@compiled
def settle(graph: Graph, counters: Counters, tracked: Ints, multiplier: Ints, labels: Ints, paid: Ints) -> None:
    """Turn ``paid`` of the last day's labels (their codes) into prices of lines, relaxed counters by their bound."""
    relaxed = multiplier.copy()
    relaxed[tracked] = 0
    fixed = offset(counters, relaxed)
    for i in range(len(labels)):
        key = labels[i]
        for t in tracked:
            value = key % (counters.cap[t] + 1)
            key //= counters.cap[t] + 1
            paid[i] += value_price(counters, t, value) - multiplier[t] * value
        paid[i] += graph.final[key] - fixed


@compiled
def trace(memory: Memory, label: int, days: int) -> Ints:
    """The line [D] that leads to a label of the last day."""
    line = np.empty(days, np.int64)
    for d in range(days - 1, -1, -1):
        line[d] = memory.symbol[label]
        label = memory.parent[label]
    return line
