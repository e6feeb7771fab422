"""Whether there is any legal roster: the hard rules as constraints for CP-SAT, each part behind a switch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from wholetime.roster.engine.arrays import FORBIDDEN, Arrays, Counter, Cover, Ints, Pattern, Rules, Run


@dataclass
class Possible:
    """``chosen[person][day][symbol]``: exactly one symbol a day. What is added holds where its ``switch`` is on."""

    people: Sequence[int]
    days: int
    symbols: int
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)

    def __post_init__(self) -> None:
        self.chosen: dict[int, list[list[Any]]] = {
            person: [[self.model.new_bool_var("") for _ in range(self.symbols)] for _ in range(self.days)]
            for person in self.people
        }
        for days in self.chosen.values():
            for day in days:
                self.model.add_exactly_one(day)
        self.nothing = self.model.new_constant(0)

    def switch(self, name: str) -> Any:
        return self.model.new_bool_var(name)

    def add_person(self, person: int, arrays: Arrays, row: int, switch: Any) -> None:
        """The hard rules of the ``row``-th person of ``arrays`` for a person's line here."""
        rules, past = arrays.rules[arrays.rules_of[row]], arrays.history[row]
        for day, symbol in np.argwhere(arrays.price[row] >= FORBIDDEN):
            self.model.add_implication(switch, ~self.chosen[person][day][symbol])
        self._successions(rules, past, person, switch)
        for run in rules.runs:
            self._run(run, person, switch)
        for pattern in rules.patterns:
            self._pattern(pattern, past, person, switch)
        for counter in rules.counters:
            self._counter(counter, person, switch)

    def add_row(self, cover: Cover, row: int, switch: Any) -> None:
        """A hard row of cover."""
        value = self._sum(
            int(cover.weight[at]) * self.chosen[person][cover.day[at]][cover.symbol[at]]
            for at in np.flatnonzero(cover.row == row)
            for person in self.people
            if cover.groups[cover.group[at], person]
        )
        if cover.under[row] >= FORBIDDEN:
            self.model.add(value >= int(cover.least[row])).only_enforce_if(switch)
        if cover.over[row] >= FORBIDDEN:
            self.model.add(value <= int(cover.most[row])).only_enforce_if(switch)

    def _successions(self, rules: Rules, past: Ints, person: int, switch: Any) -> None:
        days, apart = self.chosen[person], np.argwhere(rules.succession >= FORBIDDEN)
        for first, second in apart:
            if len(past) and past[-1] == first:
                self.model.add_implication(switch, ~days[0][second])
            for day in range(self.days - 1):
                self.model.add_bool_or(~days[day][first], ~days[day + 1][second]).only_enforce_if(switch)

    def _inside(self, names: Any, person: int) -> list[Any]:
        """For each day, whether its symbol is one of ``names`` [S]."""
        return [self._sum(one for one, named in zip(day, names, strict=True) if named) for day in self.chosen[person]]

    def _sum(self, terms: Iterable[Any]) -> Any:
        """An expression, also of no terms at all."""
        return cp_model.LinearExpr.sum([self.nothing, *terms])

    def _run(self, run: Run, person: int, switch: Any) -> None:
        inside = self._inside(run.symbols, person)
        if run.over >= FORBIDDEN:
            for window in _too_long(run, inside):
                self.model.add(self._sum(window) <= len(window) - 1).only_enforce_if(switch)
        if run.under >= FORBIDDEN:
            for begun, kept in _too_short(run, inside):
                self.model.add(begun <= kept).only_enforce_if(switch)

    def _pattern(self, pattern: Pattern, past: Ints, person: int, switch: Any) -> None:
        if pattern.price < FORBIDDEN:
            return
        size, inside = len(pattern.sets), [self._inside(names, person) for names in pattern.sets]
        for last in np.flatnonzero(pattern.ends):
            days = [int(last) - size + 1 + at for at in range(size)]
            if all(day >= 0 or _known(past, day, pattern.sets[at]) for at, day in enumerate(days)):
                within = [inside[at][day] for at, day in enumerate(days) if day >= 0]
                self.model.add(self._sum(within) <= len(within) - 1).only_enforce_if(switch)

    def _counter(self, counter: Counter, person: int, switch: Any) -> None:
        total = counter.base + (
            self._plain(counter, person) if counter.group is None else self._grouped(counter, person)
        )
        if counter.under >= FORBIDDEN:
            self.model.add(total >= counter.least).only_enforce_if(switch)
        if counter.over >= FORBIDDEN:
            self.model.add(total <= counter.most).only_enforce_if(switch)

    def _plain(self, counter: Counter, person: int) -> Any:
        return self._sum(
            int(counter.weight[day, symbol]) * self.chosen[person][day][symbol]
            for day, symbol in np.argwhere(counter.weight)
        )

    def _grouped(self, counter: Counter, person: int) -> Any:
        assert counter.group is not None
        found = []
        for number in np.unique(counter.group[counter.group >= 0]):
            days = np.flatnonzero(counter.group == number)
            work = [self.chosen[person][day][s] for day in days for s in np.flatnonzero(counter.weight[day])]
            worked = self.model.new_bool_var("")
            self.model.add_max_equality(worked, [*work, 0])
            found.append(worked)
        return self._sum(found)


def _too_long(run: Run, inside: list[Any]) -> Iterator[list[Any]]:
    """Windows of days that may not all be in the run."""
    for day in range(len(inside)):
        if day >= run.most:
            yield inside[day - run.most : day + 1]
        elif day + 1 + run.before > run.most:
            yield inside[: day + 1]


def _too_short(run: Run, inside: list[Any]) -> Iterator[tuple[Any, Any]]:
    """(begins, goes on): what may not be without the other. The first day of a run asks for the days that follow."""
    days = len(inside)
    if not run.open_start:
        first = 1 if run.before else inside[0]
        for day in range(run.least - run.before):
            if day < days or not run.open_end:
                yield first, inside[day] if day < days else 0
    for day in range(1, days):
        for later in range(day + 1, day + run.least):
            if later < days or not run.open_end:
                yield inside[day] - inside[day - 1], inside[later] if later < days else 0


def _known(past: Ints, day: int, names: Any) -> bool:
    """Is a day before the horizon known to be one of ``names``?"""
    return -day <= len(past) and past[day] >= 0 and bool(names[past[day]])
