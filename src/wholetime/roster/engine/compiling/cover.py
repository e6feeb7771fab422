"""Cover: rows over the roster's columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from wholetime.roster.engine.arrays import FORBIDDEN, NO_LIMIT, Cover, Flags
from wholetime.roster.engine.compiling.symbols import Symbols
from wholetime.roster.engine.problem import Demand, Mix, Problem

type Entry = tuple[int, int, int, int]
"""A group of people, a day, a symbol, and the weight of each person there."""


@dataclass
class Rows:
    """Rows as they are written down: limits and prices of each, and its entries."""

    limits: list[tuple[int, int, int, int]] = field(default_factory=list)
    entries: list[tuple[int, Entry]] = field(default_factory=list)

    def add(self, entries: list[Entry], least: int, most: int, under: int, over: int) -> None:
        """A row, unless nothing in it can cost anything."""
        if (least > 0 and under) or (most < NO_LIMIT and over) or any(weight < 0 for *_, weight in entries):
            self.entries += [(len(self.limits), entry) for entry in entries]
            self.limits.append((least, most, under, over))


class Groups:
    """Sets of people who count alike, numbered as they are met."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.members: dict[bytes, int] = {}
        self._skilled: dict[str, Flags] = {}
        self._counting: dict[int, Flags] = {}

    def number(self, day: int, skill: str = "", *, without: bool = False) -> int:
        """Those who count on a day and have the skill, or do not have it."""
        people = self.problem.people
        if skill not in self._skilled:
            self._skilled[skill] = np.array([not skill or skill in one.skills for one in people])
        if day not in self._counting:
            self._counting[day] = np.array([one.counts_on(day) for one in people])
        members = self._counting[day] & (self._skilled[skill] ^ without)
        return self.members.setdefault(members.tobytes(), len(self.members))

    def array(self) -> Flags:
        """[G, P]; one group of everybody where nothing is asked."""
        everybody = np.ones((1, len(self.problem.people)), dtype=bool)
        return np.array([np.frombuffer(one, dtype=bool) for one in self.members] or everybody)


def cover(problem: Problem, symbols: Symbols) -> Cover:
    """All demand and mixes as rows."""
    rows, groups = Rows(), Groups(problem)
    for demand in problem.demand:
        _of_demand(demand, list(_entries(demand, symbols, groups)), _there_already(demand, symbols), rows)
    for mix in problem.mixes:
        price = FORBIDDEN if mix.weight is None else mix.weight
        rows.add(list(_mixed(mix, symbols, groups)), 0, NO_LIMIT, price, 0)
    least, most, under, over = np.array(rows.limits, dtype=np.int64).reshape(-1, 4).T
    entries = np.array([(number, *entry) for number, entry in rows.entries], dtype=np.int64).reshape(-1, 5)
    row, group, day, symbol, weight = entries.T
    return Cover(least, most, under, over, row, group, day, symbol, weight, groups.array())


def _of_demand(demand: Demand, entries: list[Entry], there: int, rows: Rows) -> None:
    """The preferred level and its prices, then what the minimum asks beyond them, then the most."""
    preferred, short = demand.preferred - there, FORBIDDEN if demand.short is None else demand.short - demand.under
    most = preferred if demand.over else NO_LIMIT
    rows.add(entries, min(most, preferred if demand.under else 0), most, demand.under, demand.over)
    rows.add(entries, demand.minimum - there, NO_LIMIT, short, 0)
    if demand.most is not None:
        rows.add(entries, min(0, demand.most - there), demand.most - there, 0, FORBIDDEN)


def _there_already(demand: Demand, symbols: Symbols) -> int:
    """How many of the night before the horizon are on duty for the whole interval; in which role is not known."""
    problem, window = symbols.problem, _window(demand, symbols)
    if demand.day > 0 or window is None or demand.role:
        return 0
    ended = [(problem.person[past.person], past.days[-1]) for past in problem.past if past.days]
    meant = problem.means(demand.of) - {None}
    return sum(
        person.counts_on(-1)
        and (not demand.skill or demand.skill in person.skills)
        and duty in meant
        and problem.duty[str(duty)].counted
        and _there(window, symbols, -1, symbols.some(duty))
        for person, duty in ended
    )


def _entries(demand: Demand, symbols: Symbols, groups: Groups) -> Iterator[Entry]:
    days = (demand.day - 1, demand.day) if demand.between else (demand.day,)
    marked, window = np.flatnonzero(symbols.marked(demand.of)[1:]) + 1, _window(demand, symbols)
    for day, symbol in ((day, int(symbol)) for day in days if day >= 0 for symbol in marked):
        duty, fits = symbols.choices[symbol - 1][0], demand.role in ("", symbols.role(symbol))
        if fits and duty.counted and _there(window, symbols, day, symbol):
            yield groups.number(day, demand.skill), day, symbol, 1


def _window(demand: Demand, symbols: Symbols) -> tuple[int, int] | None:
    """The interval in minutes from the opening of the horizon."""
    if demand.between is None:
        return None
    first, last = demand.between
    return symbols.minute(demand.day, first), symbols.minute(demand.day + (last <= first), last)


def _there(window: tuple[int, int] | None, symbols: Symbols, day: int, symbol: int) -> bool:
    if window is None:
        return True
    start, end = symbols.starts[day - symbols.first, symbol], symbols.ends[day - symbols.first, symbol]
    return bool(start <= window[0] and window[1] <= end)


def _mixed(mix: Mix, symbols: Symbols, groups: Groups) -> Iterator[Entry]:
    """Hundredths of a person: those with the skill count for what is over the share, the others against it."""
    marked = np.flatnonzero(symbols.marked(mix.of)[1:]) + 1
    for symbol in (int(one) for one in marked if symbols.choices[one - 1][0].counted):
        yield groups.number(mix.day, mix.skill), mix.day, symbol, 100 - mix.percent
        yield groups.number(mix.day, mix.skill, without=True), mix.day, symbol, -mix.percent
