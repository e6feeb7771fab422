"""What is known of one person before any price: states, symbols that are alike, counters in whole units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholetime.roster.engine.arrays import FORBIDDEN, NO_LIMIT, Arrays, Counter, Flags, Ints
from wholetime.roster.engine.optimise.automaton import Automaton, local_rules, same_but_for_the_past
from wholetime.roster.engine.optimise.relaxation import BARRED, SCALE, Counters, Graph, count


@dataclass(frozen=True, eq=False, slots=True)
class Network:
    """One person's days as a graph with counters that can bind, and the symbols allowed [D, S].

    ``alike`` [K, S] numbers the symbols, equal where the graph cannot tell them apart; ``constant`` (scaled) is owed
    whatever the line.
    """

    graph: Graph
    counters: Counters
    allowed: Flags
    alike: Ints
    constant: int

    @property
    def days(self) -> int:
        """D."""
        return len(self.graph.kind)


def networks(arrays: Arrays) -> list[Network]:
    """The network of each person of a problem; people alike but for their past share the work of making it."""
    rules = [arrays.rules[number] for number in arrays.rules_of]
    alike: dict[object, list[int]] = {}
    for person, own in enumerate(rules):
        alike.setdefault(same_but_for_the_past(own), []).append(person)
    made: dict[int, Network] = {}
    for people in alike.values():
        members = [(rules[person], arrays.history[person]) for person in people]
        automaton, kind = local_rules(members, arrays.days)
        graph = Graph(kind, automaton.next, scaled(automaton.price), automaton.gain, scaled(automaton.final), 0)
        symbols = _alike(automaton)
        for person, start in zip(people, automaton.start, strict=True):
            allowed = _within(rules[person].counters, arrays.price[person] < FORBIDDEN)
            counters, constant = _counters(rules[person].counters, allowed)
            made[person] = Network(graph._replace(start=int(start)), counters, allowed, symbols, constant)
    return [made[person] for person in range(arrays.people)]


def _within(counters: tuple[Counter, ...], allowed: Flags) -> Flags:
    """The symbols [D, S] that break no hard limit of a counter by themselves: who may work no nights has none.

    As counters they were to be tracked by pricing: nine of eleven on people of Curtois and Qu's instance 13.
    """
    for counter in counters:
        if counter.over >= FORBIDDEN and counter.group is None:
            allowed = allowed & (counter.base + counter.weight <= counter.most)
    return allowed


def between(whole: Network, line: Ints, first: int, last: int) -> Network:
    """The network of some days: it starts where the line's beginning leads, and ends with the price of its rest."""
    if first == 0 and last == whole.days:
        return whole
    graph, counters = whole.graph, whole.counters
    start = graph.start
    for day in range(first):
        start = int(graph.nexts[graph.kind[day], start, line[day]])
    final = graph.final
    for day in range(whole.days - 1, last - 1, -1):
        kind, symbol = graph.kind[day], line[day]
        final = np.minimum(graph.price[kind, :, symbol] + final[graph.nexts[kind, :, symbol]], BARRED)
    inner = graph._replace(kind=graph.kind[first:last], start=start, final=final)
    days = counters._replace(weight=np.ascontiguousarray(counters.weight[:, first:last]))
    outside = count(graph, counters, line) - count(inner, days, line[first:last])
    left = np.where((counters.group < 0) & (counters.beyond >= BARRED), counters.cap - outside, NO_LIMIT)
    allowed = whole.allowed[first:last] & (days.weight <= left[:, None, None]).all(axis=0)
    days = days._replace(weight=days.weight * allowed)
    reach = days.weight.max(axis=2, initial=0).sum(axis=1)
    prices = [_from(counters, n, int(outside[n]), int(reach[n])) for n in range(len(reach))]
    kept, constant = _binding(days.weight, days.group, prices)
    return Network(inner, kept, allowed, whole.alike, constant)


def _from(c: Counters, n: int, value: int, reach: int) -> Ints:
    """What a counter's values from ``value`` on cost [reach + 1]."""
    values = value + np.arange(reach + 1)
    beyond = np.maximum(values - c.cap[n], 0)
    price = c.price[n, np.minimum(values, c.cap[n])]
    return np.where(beyond > 0, BARRED, price) if c.beyond[n] >= BARRED else price + beyond * c.beyond[n]


def scaled(price: Ints) -> Ints:
    """Prices as the compiled loops want them: in parts of ``SCALE``, hard ones ``BARRED``."""
    return np.where(price >= FORBIDDEN, BARRED, np.minimum(price, FORBIDDEN) * SCALE)


def _counters(given: tuple[Counter, ...], allowed: Flags) -> tuple[Counters, int]:
    """The counters that can bind, and what the others cost whatever the line. One counter for all limits on one sum."""
    sums: dict[object, _Sum] = {}
    gains = 0
    for counter in given:
        weight = np.minimum(counter.weight, NO_LIMIT if counter.group is None else 1) * allowed
        unit = int(np.gcd.reduce(weight, axis=None)) or 1
        key = (weight // unit).tobytes(), None if counter.group is None else counter.group.tobytes()
        total = sums.setdefault(key, _Sum(weight // unit, -1 if counter.group is None else gains))
        total.add(counter, unit)
        gains += counter.group is not None
    columns = [total.weight for total in sums.values()], [total.group for total in sums.values()]
    weights = np.array(columns[0], dtype=np.int64).reshape(-1, *allowed.shape)
    return _binding(weights, np.array(columns[1], dtype=np.int64), [total.price for total in sums.values()])


class _Sum:
    """What all limits on one sum cost together, by value in the weights' own unit [up to the most it can reach]."""

    def __init__(self, weight: Ints, group: int) -> None:
        self.weight, self.group = weight, group
        self.price: Ints = np.zeros(int(weight.max(axis=1, initial=0).sum()) + 1, dtype=np.int64)

    def add(self, counter: Counter, unit: int) -> None:
        value = counter.base + unit * np.arange(len(self.price))
        for price, breach in ((counter.under, counter.least - value), (counter.over, value - counter.most)):
            cost = np.where(breach > 0, BARRED, 0) if price >= FORBIDDEN else price * SCALE * np.maximum(breach, 0)
            self.price = np.minimum(self.price + cost, BARRED)


def _binding(weight: Ints, group: Ints, prices: list[Ints]) -> tuple[Counters, int]:
    """The counters whose ``prices`` by value are not all the same, and what is owed anyway (scaled)."""
    owed = sum(int(price.min()) for price in prices)
    kept = [n for n, price in enumerate(prices) if price.max() > price.min()]
    caps = [_cap(prices[n]) for n in kept]
    table = np.full((len(kept), max(caps, default=0) + 1), BARRED, dtype=np.int64)
    limits = np.zeros((5, len(kept)), dtype=np.int64)
    for row, (n, cap) in enumerate(zip(kept, caps, strict=True)):
        least = prices[n].min()
        price = np.where(prices[n] >= BARRED, BARRED, prices[n] - least)
        table[row, : cap + 1] = price[: cap + 1]
        cheapest = np.flatnonzero(price == 0)
        beyond = price[cap + 1] - price[cap] if cap + 1 < len(price) and price[cap + 1] < BARRED else BARRED
        limits[:, row] = cap, beyond, cheapest[0], cheapest[-1], np.flatnonzero(price < BARRED)[0]
    return Counters(weight[kept], group[kept], table, *limits), min(owed, BARRED)


def _cap(price: Ints) -> int:
    """The value above which each unit costs the same, or none is legal."""
    legal = np.flatnonzero(price < BARRED)
    last = int(legal[-1])
    if last + 1 < len(price) or last == legal[0] or price[last] < price[last - 1]:
        return last
    bends = np.flatnonzero(np.diff(price[legal[0] :], 2))
    return int(legal[0] + bends[-1] + 1) if len(bends) else int(legal[0])


def _alike(automaton: Automaton) -> Ints:
    """Symbols that the automaton cannot tell apart share a number, over all kinds of day [K, S]."""
    kinds, _, symbols = automaton.price.shape
    parts = np.concatenate([automaton.next[None], automaton.price[None], automaton.gain])
    rows = parts.transpose(1, 3, 0, 2).reshape(kinds * symbols, -1)
    return np.unique(rows, axis=0, return_inverse=True)[1].reshape(kinds, symbols)
