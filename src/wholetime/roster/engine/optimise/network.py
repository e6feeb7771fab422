"""What is known of one person before any price: states, symbols that are alike, counters in whole units."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

import numpy as np

from wholetime.roster.engine.arrays import FORBIDDEN, NO_LIMIT, Arrays, Counter, Flags, Ints
from wholetime.roster.engine.optimise.automaton import Automaton, local_rules
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


def network(arrays: Arrays, person: int) -> Network:
    """The network of one person of a problem."""
    rules = arrays.rules[arrays.rules_of[person]]
    automaton, kind = local_rules(rules, arrays.history[person], arrays.days)
    allowed = arrays.price[person] < FORBIDDEN
    price, final = scaled(automaton.price), scaled(automaton.final)
    graph = Graph(kind, automaton.next, price, automaton.gain, final, automaton.start)
    counters, constant = _counters(rules.counters, allowed)
    return Network(graph, counters, allowed, _alike(automaton), constant)


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
    kept, constant = _binding(days, outside)
    return Network(inner, kept, whole.allowed[first:last], whole.alike, constant)


def scaled(price: Ints) -> Ints:
    """Prices as the compiled loops want them: in parts of ``SCALE``, hard ones ``BARRED``."""
    return np.where(price >= FORBIDDEN, BARRED, np.minimum(price, FORBIDDEN) * SCALE)


def _counters(given: tuple[Counter, ...], allowed: Flags) -> tuple[Counters, int]:
    """The counters that can bind, and what the others cost whatever the line."""
    rows, weights, gains = [], np.zeros((len(given), *allowed.shape), dtype=np.int64), 0
    for n, counter in enumerate(given):
        group = -1
        if counter.group is not None:
            group, gains = gains, gains + 1
        weight = np.minimum(counter.weight, 1 if group >= 0 else NO_LIMIT) * allowed
        unit = _unit(counter, weight)
        weights[n] = weight // unit
        least, most = counter.least - counter.base, counter.most - counter.base
        prices = [BARRED if p >= FORBIDDEN else p * unit * SCALE for p in (counter.under, counter.over)]
        rows.append((group, -(-least // unit), most // unit, *prices))
    columns = np.array(rows, dtype=np.int64).reshape(-1, 5).T.copy()
    return _binding(Counters(weights, *columns), np.zeros(len(given), dtype=np.int64))


def _unit(counter: Counter, weight: Ints) -> int:
    """A counter's greatest common unit (480 minutes are 1 duty), which keeps the labels few."""
    unit = int(np.gcd.reduce(weight, axis=None)) or 1
    if counter.under < FORBIDDEN:
        unit = gcd(unit, counter.least - counter.base)
    if counter.over < FORBIDDEN and counter.most < NO_LIMIT:
        unit = gcd(unit, counter.most - counter.base)
    return unit


def _binding(c: Counters, given: Ints) -> tuple[Counters, int]:
    """The counters that can bind when ``given`` [N] is counted already, and what is owed anyway (scaled).

    Limits are brought within what the days can reach.
    """
    reach = _reach(c)
    least, most = c.least - given, c.most - given
    beyond, missing = np.maximum(-most, 0), np.maximum(least - reach, 0)
    owed = sum(min(int(p) * int(n), BARRED) for p, n in zip(c.over, beyond, strict=True) if n)
    owed += sum(min(int(p) * int(n), BARRED) for p, n in zip(c.under, missing, strict=True) if n)
    least, most = np.clip(least, 0, reach), np.clip(most, 0, reach)
    keep = ((least > 0) & (c.under > 0)) | ((most < reach) & (c.over > 0))
    kept = Counters(c.weight[keep], c.group[keep], least[keep], most[keep], c.under[keep], c.over[keep])
    return kept, min(owed, BARRED)


def _reach(c: Counters) -> Ints:
    """The most that each counter can gain, day by day [N]; for groups, as if each day were its own."""
    reach: Ints = c.weight.max(axis=2, initial=0).sum(axis=1)
    return reach


def _alike(automaton: Automaton) -> Ints:
    """Symbols that the automaton cannot tell apart share a number, over all kinds of day [K, S]."""
    kinds, _, symbols = automaton.price.shape
    parts = np.concatenate([automaton.next[None], automaton.price[None], automaton.gain])
    rows = parts.transpose(1, 3, 0, 2).reshape(kinds * symbols, -1)
    return np.unique(rows, axis=0, return_inverse=True)[1].reshape(kinds, symbols)
