"""The cheapest lines of one person exactly, over every state and every value of the counters at once.

Where the counters take few values together, a table of all of them beats labels: each step is a shifted minimum over a
row of the table, which the compiler turns into vector instructions, and nothing is to be steered by multipliers. A row
holds the counters' values end to end, each with room beyond its cap, so that whatever a step gains is one shift.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wholetime.kernel.compiled import compiled
from wholetime.roster.engine.arrays import Flags, Ints
from wholetime.roster.engine.optimise.relaxation import BARRED, Counters, Graph, cheapest, gained

type Floats = NDArray[np.floating]

CELLS = 1 << 22
"""Cells a table may have: days × states × values."""

VALUES = 400
"""Values that the counters may take together; beyond (855 on instance 5 of Curtois and Qu) labels were quicker."""

NARROW = 1 << 24
"""Up to here every whole number is a number of 32 bits with a point: twice as many go into a vector as of 64."""


class Steps(NamedTuple):
    """What a table is filled by, whatever the prices: the steps of all days from states that can be reached.

    Those of a day are numbered from ``first`` [D + 1] on; each leads from a state ``q`` to ``after`` by the class at
    ``place`` among the [D, C] of all days, for a ``toll``, and ``shift`` cells on in a row. A counter has ``size`` [N]
    values in a row, each ``stride`` [N] cells from the next; ``reach`` [D + 1, N] are the most it can have, and
    ``beyond`` [D, N] says whether a day may take it beyond its cap.
    """

    first: Ints
    q: Ints
    after: Ints
    place: Ints
    toll: Ints
    shift: Ints
    size: Ints
    stride: Ints
    reach: Ints
    beyond: Flags


def fits(graph: Graph, counters: Counters) -> bool:
    """Whether a person's table is small enough."""
    values = int(np.prod((counters.cap + 1).astype(np.float64)))
    return values <= VALUES and values * len(graph.final) * (len(graph.kind) + 1) <= CELLS


def steps_of(graph: Graph, counters: Counters, klass: Ints, klasses: int) -> Steps:
    """The steps of a person's table; ``klass`` [D, S] numbers symbols that neither graph nor counters tell apart."""
    gains = np.where(counters.group >= 0, 1, counters.weight.max(axis=(1, 2), initial=0))
    size, stride = counters.cap + 1 + gains, np.ones(len(gains), dtype=np.int64)
    order = np.argsort(counters.cap, kind="stable")
    stride[order[1:]] = np.cumprod(size[order])[:-1]
    columns, reach, beyond = _steps(graph, counters, klass, klasses, stride)
    first = np.searchsorted(columns[0], np.arange(len(graph.kind) + 1))
    q, after, place, toll, shift = (np.ascontiguousarray(column) for column in columns[1:])
    return Steps(first, q, after, place, toll, shift, size, stride, reach, beyond)


@compiled
def _steps(graph: Graph, counters: Counters, klass: Ints, klasses: int, stride: Ints) -> tuple[Ints, Ints, Flags]:
    """Day, state, state after, place, toll and shift of each step [6, E]; ``reach`` and ``beyond`` of ``Steps``."""
    days, symbols = klass.shape
    states, count = len(graph.final), 0
    made = np.zeros((6, days * states * klasses), np.int64)
    reach, beyond = np.zeros((days + 1, len(stride)), np.int64), np.zeros((days, len(stride)), np.bool_)
    alive = np.zeros((days + 1, states), np.bool_)
    alive[0, graph.start] = True
    done = np.full(klasses, -1, np.int64)
    for d in range(days):
        k = graph.kind[d]
        for q in range(states):
            if not alive[d, q]:
                continue
            for s in range(symbols):
                c = klass[d, s]
                if c < 0 or done[c] == d * states + q or graph.price[k, q, s] >= BARRED:
                    continue
                done[c] = d * states + q
                to, shift = graph.nexts[k, q, s], 0
                for n in range(len(stride)):
                    more = gained(graph, counters, n, d, q, s)
                    shift += more * stride[n]
                    beyond[d, n] |= reach[d, n] + more > counters.cap[n]
                    reach[d + 1, n] = max(reach[d + 1, n], min(reach[d, n] + more, counters.cap[n]))
                alive[d + 1, to] = True
                made[0, count], made[1, count], made[2, count] = d, q, to
                made[3, count], made[4, count], made[5, count] = d * klasses + c, graph.price[k, q, s], shift
                count += 1
        for n in range(len(stride)):
            reach[d + 1, n] = max(reach[d + 1, n], reach[d, n])
    return made[:, :count], reach, beyond


def cheapest_lines(
    graph: Graph, counters: Counters, steps: Steps, cost: Ints, klass: Ints, klasses: int, threshold: int, most: int,
    space: Ints,
) -> tuple[int, Ints]:  # fmt: skip
    """The price of the cheapest line at ``cost`` [D, S], and up to ``most`` lines [n, D] below ``threshold``.

    ``klass`` [D, S], of ``klasses``, is that of the ``steps``, −1 where a symbol is not allowed. ``space`` is memory
    for the table.
    """
    best, which = cheapest(cost, klass, klasses)
    price, farthest = priced(counters, steps, best.ravel(), graph.start, len(graph.final))
    days, states = len(graph.kind), len(graph.final)
    exact = np.dtype(np.float32 if farthest < NARROW else np.float64)
    cells = (days + 1) * states * int(np.prod(steps.size))
    least: Floats = space[:cells].view(exact)[:cells].reshape(days + 1, states, -1)
    fill(counters, steps, price.astype(exact), graph.start, least)
    total = ends(graph, counters, steps, least[-1]).ravel()
    some = np.argpartition(total, most)[:most] if most < len(total) else np.arange(len(total))
    chosen = some[np.argsort(total[some], kind="stable")]
    prices = [int(price) if price < np.inf else BARRED for price in total[chosen]]
    lines = [
        trace(counters, steps, price, which.ravel(), least, *divmod(cell, least.shape[2]))
        for cell, whole in zip(chosen.tolist(), prices, strict=True)
        if whole < threshold
    ]
    return prices[0], np.array(lines, dtype=np.int64).reshape(-1, days)


@compiled
def priced(counters: Counters, steps: Steps, best: Ints, start: int, states: int) -> tuple[Floats, int]:
    """The price of each step at the prices of all days' classes [D × C], and what no path's goes beyond, either sign.

    Infinite where the class is barred.
    """
    price = np.full(len(steps.q), np.inf)
    low, high = np.full((2, states), BARRED, np.int64), np.full((2, states), -BARRED, np.int64)
    low[0, start] = high[0, start] = 0
    farthest, days = 0, len(steps.first) - 1
    for d in range(days):
        now, after = d % 2, (d + 1) % 2
        low[after], high[after] = BARRED, -BARRED
        for e in range(steps.first[d], steps.first[d + 1]):
            own, q, to = best[steps.place[e]], steps.q[e], steps.after[e]
            if own < BARRED and low[now, q] < BARRED:
                own += steps.toll[e]
                price[e] = own
                low[after, to] = min(low[after, to], low[now, q] + own)
                high[after, to] = max(high[after, to], high[now, q] + own)
                farthest = max(farthest, high[after, to], -low[after, to])
    return price, min(farthest + _dearest(counters, days), BARRED)


@compiled
def _dearest(counters: Counters, days: int) -> int:
    """What units beyond the counters' caps can cost together."""
    total = 0
    for n in range(len(counters.cap)):
        if counters.beyond[n] < BARRED:
            total += counters.beyond[n] * (days if counters.group[n] >= 0 else counters.weight[n].max() * days)
    return total


@compiled
def fill(counters: Counters, steps: Steps, price: Floats, start: int, least: Floats) -> None:
    """The least price [D + 1, Q, V] of reaching a day in a state with these values of the counters.

    Values beyond a cap are charged as they come, and stay at it.
    """
    least[0] = np.inf
    least[0, start, 0] = 0
    for d in range(len(least) - 1):
        now, then, top = least[d], least[d + 1], 1
        then[:] = np.inf
        for n in range(len(steps.size)):
            top += steps.reach[d, n] * steps.stride[n]
        for e in range(steps.first[d], steps.first[d + 1]):
            step = price[e]
            if step < np.inf:
                q, after, shift = steps.q[e], steps.after[e], steps.shift[e]
                for v in range(top):
                    through = now[q, v] + step
                    then[after, shift + v] = through if through < then[after, shift + v] else then[after, shift + v]
        for n in range(len(steps.size)):
            if steps.beyond[d, n]:
                for q in range(then.shape[0]):
                    _fold(then[q], counters.cap[n], steps.size[n], steps.stride[n], counters.beyond[n])


@compiled
def _fold(row: Floats, cap: int, size: int, stride: int, beyond: int) -> None:
    """What is beyond a counter's cap goes back to it, at its price."""
    for block in range(0, len(row), size * stride):
        for value in range(cap + 1, size):
            for n in range(stride):
                place = block + value * stride + n
                if row[place] < np.inf:
                    if beyond < BARRED:
                        at = block + cap * stride + n
                        row[at] = min(row[at], row[place] + (value - cap) * beyond)
                    row[place] = np.inf


@compiled
def ends(graph: Graph, counters: Counters, steps: Steps, last: Floats) -> Floats:
    """The price of whole lines by where they end [Q, V]: ``last`` and what the counters cost."""
    states, width = last.shape
    total = np.full(last.shape, np.inf, np.float64)
    for v in range(width):
        owed = 0
        for n in range(len(steps.size)):
            value = v // steps.stride[n] % steps.size[n]
            owed = min(owed + counters.price[n, value], BARRED) if value <= counters.cap[n] else BARRED
        if owed < BARRED:
            for q in range(states):
                if graph.final[q] < BARRED:
                    total[q, v] = np.float64(last[q, v]) + (graph.final[q] + owed)
    return total


@compiled
def trace(
    counters: Counters, steps: Steps, price: Floats, symbol: NDArray[np.int16], least: Floats, state: int, cell: int
) -> Ints:
    """The line [D] that reaches a cell of the last day at its price; ``symbol`` is the best of each class [D × C]."""
    line = np.zeros(len(least) - 1, np.int64)
    for d in range(len(line) - 1, -1, -1):
        step, cell = _before(counters, steps, price, least, d, state, cell)
        state, line[d] = steps.q[step], symbol[steps.place[step]]
    return line


@compiled
def _before(
    counters: Counters, steps: Steps, price: Floats, least: Floats, d: int, state: int, cell: int
) -> tuple[int, int]:
    """The step of day ``d``, and the cell it leads from, that explain the price of a cell of the day after."""
    whole = np.float64(least[d + 1, state, cell])
    for e in range(steps.first[d], steps.first[d + 1]):
        source = cell - steps.shift[e]
        if steps.after[e] == state and source >= 0 and least[d, steps.q[e], source] + price[e] == whole:
            return e, source
    for e in range(steps.first[d], steps.first[d + 1]):
        if steps.after[e] == state and price[e] < np.inf:
            source = _folded(counters, steps, least[d, steps.q[e]], steps.shift[e], cell, whole - price[e])
            if source >= 0:
                return e, source
    return -1, -1


@compiled
def _folded(counters: Counters, steps: Steps, row: Floats, shift: int, cell: int, left: float) -> int:
    """The cell that a step leads from with counters going beyond their caps, where its price is ``left``; −1: none."""
    for source in range(len(row)):
        if not row[source] < np.inf:
            continue
        toll, to = 0, source + shift
        for n in range(len(steps.size)):
            beyond = (source + shift) // steps.stride[n] % steps.size[n] - counters.cap[n]
            if beyond > 0:
                toll = min(toll + min(beyond * counters.beyond[n], BARRED), BARRED)
                to -= beyond * steps.stride[n]
        if to == cell and toll < BARRED and row[source] + toll == left:
            return source
    return -1
