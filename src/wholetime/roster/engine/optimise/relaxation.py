"""The compiled loops over one person's days with every counter paid by a multiplier, and none held.

All prices are scaled whole numbers (see ``SCALE``), so that every bound is exact.
Source of the method: Irnich and Desaulniers, "Shortest path problems with resource constraints" (2005).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wholetime.kernel.compiled import compiled
from wholetime.roster.engine.arrays import Ints

SCALE = 1 << 12
"""Prices inside pricing are in 4096ths, the rounding of the duals."""

BARRED = 1 << 58
"""A scaled price that is never paid."""

PATIENCE = 3
"""Steps without gain before they are halved."""


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
    """N counters: ``weight`` [N, D, S], or the gain that ``group`` [N] names (−1: none), and what a value costs.

    ``price`` [N, V] is convex in the value up to ``cap`` [N]; each unit above that costs ``beyond`` [N]. Values from
    ``least`` to ``most`` [N] are the cheapest; below ``floor`` [N] none is legal.
    """

    weight: Ints
    group: Ints
    price: Ints
    cap: Ints
    beyond: Ints
    least: Ints
    most: Ints
    floor: Ints


class Choice(NamedTuple):
    """Symbols at prices: the price of the ``best`` of each class [D, C], and ``which`` it is.

    ``step`` [K, Q, S] is the price of a step with the tolls of what it gains; ``rest`` [D + 1, Q] the least price from
    each day and state to the end.
    """

    best: Ints
    which: NDArray[np.int16]
    step: Ints
    rest: Ints


@compiled
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


@compiled
def tolled(graph: Graph, toll: Ints) -> Ints:
    """The price of each step with the tolls [G] of what it gains, [K, Q, S]; ``BARRED`` where it is not allowed."""
    step = graph.price.copy()
    kinds, states, symbols = step.shape
    for g in range(len(toll)):
        if toll[g] != 0:
            for k in range(kinds):
                for q in range(states):
                    for s in range(symbols):
                        if step[k, q, s] < BARRED:
                            step[k, q, s] += toll[g] * graph.gain[g, k, q, s]
    return step


@compiled
def completions(graph: Graph, best: Ints, which: NDArray[np.int16], step: Ints) -> Ints:
    """The least price from each day and state to the end [D + 1, Q]."""
    days, klasses = best.shape
    states = len(graph.final)
    rest = np.full((days + 1, states), BARRED, np.int64)
    rest[days] = graph.final
    for d in range(days - 1, -1, -1):
        k, now, after = graph.kind[d], rest[d], rest[d + 1]
        nexts, steps = graph.nexts[k], step[k]
        for c in range(klasses):
            price = best[d, c]
            if price < BARRED:
                s = which[d, c]
                for q in range(states):
                    now[q] = min(now[q], price + steps[q, s] + after[nexts[q, s]])  # barred ones stay above half
        for q in range(states):
            if now[q] > BARRED >> 1:
                now[q] = BARRED
    return rest


@compiled
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
    step = tolled(graph, toll)
    return Choice(best, which, step, completions(graph, best, which, step))


@compiled
def relaxed_path(graph: Graph, choice: Choice, line: Ints) -> None:
    """Follow the cheapest completion from the start, where there is one; fills ``line`` [D]."""
    q = graph.start
    for d in range(len(line)):
        k, least, chosen = graph.kind[d], BARRED, 0
        for c in range(choice.best.shape[1]):
            if choice.best[d, c] >= BARRED:
                continue
            s = choice.which[d, c]
            step = choice.step[k, q, s]
            if step < BARRED and choice.rest[d + 1, graph.nexts[k, q, s]] < BARRED:
                total = choice.best[d, c] + step + choice.rest[d + 1, graph.nexts[k, q, s]]
                if total < least:
                    least, chosen = total, s
        line[d] = chosen
        q = graph.nexts[k, q, chosen]


@compiled
def gained(graph: Graph, counters: Counters, n: int, d: int, q: int, s: int) -> int:
    """What a step adds to one counter."""
    if counters.group[n] >= 0:
        return graph.gain[counters.group[n], graph.kind[d], q, s]
    return counters.weight[n, d, s]


@compiled
def count(graph: Graph, counters: Counters, line: Ints) -> Ints:
    """The counters' values over a line [N]."""
    q, values = graph.start, np.zeros(len(counters.cap), np.int64)
    for d in range(len(line)):
        for n in range(len(values)):
            values[n] += gained(graph, counters, n, d, q, line[d])
        q = graph.nexts[graph.kind[d], q, line[d]]
    return values


@compiled
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
        price = value_price(counters, n, values[n])
        if price >= BARRED:
            return BARRED
        total += price
    return total


@compiled
def value_price(counters: Counters, n: int, value: int) -> int:
    """What a value of a counter costs."""
    beyond = value - counters.cap[n]
    if beyond <= 0:
        return counters.price[n, value]
    if counters.beyond[n] >= BARRED:
        return BARRED
    return counters.price[n, counters.cap[n]] + beyond * counters.beyond[n]


@compiled
def answer(counters: Counters, n: int, multiplier: int) -> tuple[int, int, int]:
    """The values from … to … at which a counter's price less multiplier × value is least, and that least."""
    low, high, least = 0, 0, BARRED
    for value in range(counters.floor[n], counters.cap[n] + 1):
        if counters.price[n, value] >= BARRED:
            break
        price = counters.price[n, value] - multiplier * value
        if price < least:
            low, high, least = value, value, price
        elif price == least:
            high = value
    return low, high, least


@compiled
def offset(counters: Counters, multiplier: Ints) -> int:
    """What the multipliers' dual function takes off a relaxed price: −Σ the least of price less multiplier × value."""
    total = 0
    for n in range(len(multiplier)):
        total -= answer(counters, n, multiplier[n])[2]
    return total


@compiled
def overpaid(counters: Counters, values: Ints, multiplier: Ints) -> Ints:
    """What each counter costs at these values above what its multiplier foresees [N]."""
    loss = np.zeros(len(values), np.int64)
    for n in range(len(values)):
        least = answer(counters, n, multiplier[n])[2]
        price = value_price(counters, n, values[n])
        loss[n] = BARRED if price >= BARRED else price - multiplier[n] * values[n] - least
    return loss


@compiled
def slopes(counters: Counters, values: Ints, multiplier: Ints) -> NDArray[np.float64]:
    """The subgradient of the multipliers at these values, each in parts of its counter's cap [N]."""
    slope = np.zeros(len(multiplier))
    for n in range(len(multiplier)):
        low, high, _ = answer(counters, n, multiplier[n])
        slope[n] = (values[n] - min(max(values[n], low), high)) / max(counters.cap[n], 1)
    return slope


@compiled
def dearest(best: Ints) -> int:
    """The largest price of a day, either sign: what a day can matter."""
    largest = 1
    for d in range(best.shape[0]):
        for c in range(best.shape[1]):
            if best[d, c] < BARRED:
                largest = max(largest, abs(best[d, c]))
    return largest


@compiled
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
    """Subgradient steps (Polyak's length, halved when ``PATIENCE`` of them gain nothing); the best met, and its bound.

    Steps that shrink from the first, whatever they gain, stopped at half the way on real wards.
    """
    line = np.zeros(len(graph.kind), np.int64)
    kept, bound, current = multiplier.copy(), -BARRED, multiplier.copy()
    highest = np.minimum(counters.beyond, BARRED >> 20)
    share, idle = 1.0, 0
    for step in range(steps + 1):
        choice = relax(graph, counters, cost, klass, klasses, current)
        if choice.rest[0, graph.start] >= BARRED:
            return kept, BARRED
        reached = choice.rest[0, graph.start] - offset(counters, current)
        idle += 1
        if reached > bound:
            kept[:] = current
            bound, idle = reached, 0
        if bound >= threshold or step == steps:
            break
        if idle >= PATIENCE:
            share, idle = share / 2, 0
        relaxed_path(graph, choice, line)
        slope = slopes(counters, count(graph, counters, line), current)
        slope[(slope > 0) & (current >= highest)] = 0.0
        length = (slope**2).sum()
        if length == 0.0:
            break
        aim = threshold - reached if threshold < BARRED else dearest(choice.best)
        for n in range(len(slope)):
            move = np.int64(share * aim * slope[n] / length / max(counters.cap[n], 1))
            current[n] = min(max(current[n] + move, -(BARRED >> 20)), highest[n])
    return kept, bound
