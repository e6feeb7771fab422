"""The people to be rostered, with their networks and the cover they owe: a whole problem, or a part of one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wholetime.roster.engine.arrays import Arrays, Flags, Ints
from wholetime.roster.engine.optimise.cover import Rows
from wholetime.roster.engine.optimise.labels import Memory
from wholetime.roster.engine.optimise.network import between, networks, scaled
from wholetime.roster.engine.optimise.pricing import Pricer, memory
from wholetime.roster.engine.optimise.relaxation import BARRED, SCALE, Counters

type Floats = NDArray[np.float64]


class Team:
    """P people with their pricers, their own scaled prices [P, D, S] and the rows they owe.

    A roster is ``lines`` [P, D]. ``bends`` says whether some total may be off at a price: it is then a short way from
    one legal line to another. ``seams`` [D + 1] marks the days before which a part may begin: no group of days
    straddles them.
    """

    def __init__(self, rows: Rows, own: Ints, pricers: list[Pricer], seams: Flags, space: Memory) -> None:
        self.rows, self.own, self.pricers, self.seams, self.space = rows, own, pricers, seams, space
        self.people = len(pricers)
        self.everyone = np.arange(self.people)
        self.by_table = all(pricer.by_table for pricer in pricers)
        self.bends = any(_bends(pricer.network.counters) for pricer in pricers)

    def cost(self, person: int, paid: Ints) -> Ints:
        """A person's scaled price of each day and symbol [D, S] when the rows pay ``paid`` [G, D, S]."""
        own = self.own[person]
        return np.where(own >= BARRED, BARRED, own - self.rows.of_person(paid, person))

    def line_price(self, person: int, line: Ints) -> int:
        """The line's own price, scaled; ``BARRED`` or more where it breaks a hard rule."""
        return self.pricers[person].line_price(line, self.own[person])

    def penalty(self, lines: Ints) -> int:
        """The penalty of a roster in the problem's unit; ``BARRED`` / ``SCALE`` or more where it breaks a hard rule."""
        own = sum(self.line_price(person, line) for person, line in enumerate(lines))
        return own // SCALE + int(self.rows.price(self.values(lines)).sum())

    def values(self, lines: Ints) -> Ints:
        """What a roster gives to each row [R]."""
        return self.rows.values(self.everyone, lines)

    def bound(self, duals: Floats, lines: Ints) -> int:
        """The Lagrangian bound (scaled) that any duals of cover [R] prove; ``lines`` are a roster known already."""
        exact = self.rows.rounded(duals)
        paid = self.rows.priced_by(exact)
        own = [pricer.bound(self.cost(person, paid), lines[person]) for person, pricer in enumerate(self.pricers)]
        return self.rows.answer(exact) + sum(own)

    def part(self, lines: Ints, people: Ints, first: int, last: int) -> Team:
        """``people`` from day ``first`` to before ``last`` (both seams); everything else as in ``lines``."""
        inside = np.zeros(lines.shape, dtype=bool)
        inside[people, first:last] = True
        given = self.values(lines) - self._values_inside(lines, people, first, last)
        pricers = [Pricer(between(self.pricers[p].network, lines[p], first, last)) for p in people]
        own = _barred(self.own[people, first:last], pricers)
        return Team(self.rows.part(people, first, last, given), own, pricers, self.seams[first : last + 1], self.space)

    def _values_inside(self, lines: Ints, people: Ints, first: int, last: int) -> Ints:
        part = self.rows.part(people, first, last, np.zeros(len(self.rows.least), dtype=np.int64))
        mine = (self.rows.day >= first) & (self.rows.day < last)
        mine &= self.rows.groups[:, people].any(axis=1)[self.rows.group]
        values = np.zeros(len(self.rows.least), dtype=np.int64)
        values[np.unique(self.rows.row[mine])] = part.values(np.arange(len(people)), lines[people, first:last])
        return values


def team(arrays: Arrays) -> Team:
    """The team of a whole problem."""
    pricers = [Pricer(network) for network in networks(arrays)]
    seams = np.ones(arrays.days + 1, dtype=bool)
    for rules in arrays.rules:
        for counter in rules.counters:
            if counter.group is not None:
                seams[1:-1] &= (counter.group[1:] < 0) | (np.diff(counter.group) != 0)
    rows = Rows(arrays.cover, arrays.days, arrays.symbols)
    return Team(rows, _barred(scaled(arrays.price), pricers), pricers, seams, memory())


def _barred(own: Ints, pricers: list[Pricer]) -> Ints:
    """Prices [P, D, S] in which is barred what a person's network does not allow."""
    return np.where([pricer.network.allowed for pricer in pricers], own, BARRED)


def _bends(counters: Counters) -> bool:
    priced = (counters.price > 0) & (counters.price < BARRED)
    return bool(priced.any() or ((counters.beyond > 0) & (counters.beyond < BARRED)).any())
