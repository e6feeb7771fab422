"""The compiled loops over one person's days with every counter paid by a multiplier, and none held.

All prices are scaled whole numbers (see ``SCALE``), so that every bound is exact.
Source of the method: Irnich and Desaulniers, "Shortest path problems with resource constraints" (2005).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from wholetime.roster.engine.arrays import Ints

SCALE = 1 << 12
"""Prices inside pricing are in 4096ths, the rounding of the duals."""

BARRED = 1 << 58
"""A scaled price that is never paid."""


class Graph(NamedTuple):
    """Local rules: the ``kind`` of each day [D]; ``nexts``, ``price`` [K, Q, S] and ``gain`` [G, K, Q, S] of a step.

    ``final`` [Q] is the price of ending in a state, ``start`` the state before the first day.
    """

    kind: Ints
    nexts: Ints
    price: Ints
    gain: Ints
    final: Ints
    start: int


class Counters(NamedTuple):
    """N counters: ``weight`` [N, D, S], or the gain that ``group`` [N] names (−1: none); limits and prices [N]."""

    weight: Ints
    group: Ints
    least: Ints
    most: Ints
    under: Ints
    over: Ints


class Choice(NamedTuple):
    """Symbols at prices: the price of the ``best`` of each class [D, C], ``which`` it is, the ``toll`` of a gain [G].

    ``rest`` [D + 1, Q] is the least price from each day and state to the end.
    """

    best: Ints
    which: NDArray[np.int16]
    toll: Ints
    rest: Ints


@njit(cache=True, nogil=True)
def cheapest(cost: Ints, klass: Ints, klasses: int) -> tuple[Ints, NDArray[np.int16]]:
    """Of the symbols of one class each day the cheapest: its price and itself, [D, C]."""
    days, symbols = cost.shape
    best = np.full((days, klasses), BARRED, np.int64)
    which = np.zeros((days, klasses), np.int16)
    for d in range(days):
        for s in range(symbols):
            c = klass[d, s]
            if c >= 0 and cost[d, s] < best[d, c]:
                best[d, c] = cost[d, s]
                which[d, c] = s
    return best, which


@njit(cache=True, nogil=True)
def step_price(graph: Graph, toll: Ints, k: int, q: int, s: int) -> int:
    """The price of a step with its tolls; ``BARRED`` where it is not allowed."""
    total = graph.price[k, q, s]
    if total < BARRED:
        for g in range(len(toll)):
            total += toll[g] * graph.gain[g, k, q, s]
    return total


@njit(cache=True, nogil=True)
def completions(graph: Graph, best: Ints, which: NDArray[np.int16], toll: Ints) -> Ints:
    """The least price from each day and state to the end [D + 1, Q]."""
    days, klasses = best.shape
    states = len(graph.final)
    rest = np.full((days + 1, states), BARRED, np.int64)
    rest[days] = graph.final
    for d in range(days - 1, -1, -1):
        k = graph.kind[d]
        for c in range(klasses):
            if best[d, c] >= BARRED:
                continue
            s = which[d, c]
            for q in range(states):
                step = step_price(graph, toll, k, q, s)
                if step < BARRED:
                    after = rest[d + 1, graph.nexts[k, q, s]]
                    if after < BARRED:
                        rest[d, q] = min(rest[d, q], best[d, c] + step + after)
    return rest


@njit(cache=True, nogil=True)
def relax(graph: Graph, counters: Counters, cost: Ints, klass: Ints, klasses: int, multiplier: Ints) -> Choice:
    """Every counter paid by its multiplier, and none held."""
    days, symbols = cost.shape
    paid = cost.copy()
    toll = np.zeros(graph.gain.shape[0], np.int64)
    for n in range(len(multiplier)):
        if counters.group[n] >= 0:
            toll[counters.group[n]] = multiplier[n]
        elif multiplier[n] != 0:
            for d in range(days):
                for s in range(symbols):
                    if paid[d, s] < BARRED:
                        paid[d, s] += multiplier[n] * counters.weight[n, d, s]
    best, which = cheapest(paid, klass, klasses)
    return Choice(best, which, toll, completions(graph, best, which, toll))


@njit(cache=True, nogil=True)
def relaxed_path(graph: Graph, choice: Choice, line: Ints) -> None:
    """Follow the cheapest completion from the start, where there is one; fills ``line`` [D]."""
    q = graph.start
    for d in range(len(line)):
        k, least, chosen = graph.kind[d], BARRED, 0
        for c in range(choice.best.shape[1]):
            if choice.best[d, c] >= BARRED:
                continue
            s = choice.which[d, c]
            step = step_price(graph, choice.toll, k, q, s)
            if step < BARRED and choice.rest[d + 1, graph.nexts[k, q, s]] < BARRED:
                total = choice.best[d, c] + step + choice.rest[d + 1, graph.nexts[k, q, s]]
                if total < least:
                    least, chosen = total, s
        line[d] = chosen
        q = graph.nexts[k, q, chosen]


@njit(cache=True, nogil=True)
def gained(graph: Graph, counters: Counters, n: int, d: int, q: int, s: int) -> int:
    """What a step adds to one counter."""
    if counters.group[n] >= 0:
        return graph.gain[counters.group[n], graph.kind[d], q, s]
    return counters.weight[n, d, s]


@njit(cache=True, nogil=True)
def count(graph: Graph, counters: Counters, line: Ints) -> Ints:
    """The counters' values over a line [N]."""
    q, values = graph.start, np.zeros(len(counters.least), np.int64)
    for d in range(len(line)):
        for n in range(len(values)):
            values[n] += gained(graph, counters, n, d, q, line[d])
        q = graph.nexts[graph.kind[d], q, line[d]]
    return values


@njit(cache=True, nogil=True)
def line_price(graph: Graph, counters: Counters, cost: Ints, line: Ints) -> int:
    """What a line costs, counters included; ``BARRED`` where it breaks a hard rule."""
    q, total = graph.start, 0
    for d in range(len(line)):
        s = line[d]
        if cost[d, s] >= BARRED or graph.price[graph.kind[d], q, s] >= BARRED:
            return BARRED
        total += cost[d, s] + graph.price[graph.kind[d], q, s]
        q = graph.nexts[graph.kind[d], q, s]
    if graph.final[q] >= BARRED:
        return BARRED
    total += graph.final[q]
    values = count(graph, counters, line)
    for n in range(len(values)):
        missing, beyond = counters.least[n] - values[n], values[n] - counters.most[n]
        if (missing > 0 and counters.under[n] >= BARRED) or (beyond > 0 and counters.over[n] >= BARRED):
            return BARRED
        total += max(missing, 0) * counters.under[n] if missing > 0 else 0
        total += beyond * counters.over[n] if beyond > 0 else 0
    return total


@njit(cache=True, nogil=True)
def offset(counters: Counters, multiplier: Ints) -> int:
    """What the multipliers' dual function takes off: Σ multiplier × the limit it presses against."""
    total = 0
    for n in range(len(multiplier)):
        total += multiplier[n] * (counters.most[n] if multiplier[n] > 0 else counters.least[n])
    return total


@njit(cache=True, nogil=True)
def slopes(counters: Counters, values: Ints, multiplier: Ints) -> NDArray[np.float64]:
    """The subgradient of the multipliers at these values, each in parts of its counter's limit [N]."""
    slope = np.zeros(len(multiplier))
    for n in range(len(multiplier)):
        least, most = counters.least[n], counters.most[n]
        if values[n] > most or (multiplier[n] > 0 and values[n] < most):
            slope[n] = (values[n] - most) / max(most, 1)
        elif values[n] < least or (multiplier[n] < 0 and values[n] > least):
            slope[n] = (values[n] - least) / max(most, 1)
    return slope


@njit(cache=True, nogil=True)
def dearest(best: Ints) -> int:
    """The largest price of a day, either sign: what a day can matter."""
    largest = 1
    for d in range(best.shape[0]):
        for c in range(best.shape[1]):
            if best[d, c] < BARRED:
                largest = max(largest, abs(best[d, c]))
    return largest


@njit(cache=True, nogil=True)
def ascend(
    graph: Graph,
    counters: Counters,
    cost: Ints,
    klass: Ints,
    klasses: int,
    multiplier: Ints,
    threshold: int,
    steps: int,
) -> tuple[Ints, int]:
    """Subgradient steps (Polyak's length) on the multipliers; the best met, and the bound they prove."""
    line = np.zeros(len(graph.kind), np.int64)
    kept, bound, current = multiplier.copy(), -BARRED, multiplier.copy()
    for step in range(steps + 1):
        choice = relax(graph, counters, cost, klass, klasses, current)
        if choice.rest[0, graph.start] >= BARRED:
            return kept, BARRED
        reached = choice.rest[0, graph.start] - offset(counters, current)
        if reached > bound:
            kept[:] = current
            bound = reached
        if bound >= threshold or step == steps:
            break
        relaxed_path(graph, choice, line)
        slope = slopes(counters, count(graph, counters, line), current)
        length = (slope**2).sum()
        if length == 0.0:
            break
        aim = threshold - reached if threshold < BARRED else dearest(choice.best)
        for n in range(len(slope)):
            move = np.int64(aim / (1.0 + 0.5 * step) * slope[n] / length / max(counters.most[n], 1))
            highest, lowest = min(counters.over[n], BARRED >> 20), -min(counters.under[n], BARRED >> 20)
            current[n] = min(max(current[n] + move, lowest), highest)
    return kept, bound
