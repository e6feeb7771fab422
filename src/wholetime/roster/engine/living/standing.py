"""A roster as it stands, ready for being asked what other lines would cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wholetime.roster.engine.arrays import OFF, Arrays, Ints
from wholetime.roster.engine.compiling import Compiled, compile_problem
from wholetime.roster.engine.living.prices import cover_price, hard, line_prices, soft
from wholetime.roster.engine.problem import Problem, Roster

type Cell = tuple[int, int, int]
"""A person, a day and a symbol, by number."""

type Cells = Mapping[tuple[int, int], int]
"""What some cells (person, day) become."""


@dataclass(frozen=True)
class Standing:
    """``lines`` [P, D] of ``compiled``'s people. Prices are those of ``arrays``: see ``prices.hard`` and ``soft``."""

    compiled: Compiled
    lines: Ints

    @classmethod
    def of(cls, problem: Problem, roster: Roster) -> Standing:
        """Raises Impossible where the roster names what the problem does not have."""
        compiled = compile_problem(problem)
        return cls(compiled, compiled.lines(roster))

    @property
    def arrays(self) -> Arrays:
        return self.compiled.arrays

    @cached_property
    def own(self) -> Ints:
        """[P]: the price of each person's line as it stands."""
        lines = [line_prices(self.arrays, person, line[None, :])[0] for person, line in enumerate(self.lines)]
        return np.array(lines, dtype=np.int64)

    @cached_property
    def price(self) -> int:
        """Of the whole roster, cover included."""
        return int(self.own.sum()) + cover_price(self.arrays.cover, self.lines)

    def person(self, name: str) -> int:
        return next(at for at, person in enumerate(self.compiled.problem.people) if person.name == name)

    def duties(self) -> list[Cell]:
        """Every cell with a duty."""
        return [(int(p), int(d), int(self.lines[p, d])) for p, d in np.argwhere(self.lines != OFF)]

    def possible(self, person: int, options: list[dict[int, int]]) -> Ints:
        """The numbers of those ``options`` (day → symbol) that break no more hard rules than the person does now."""
        if not options:
            return np.empty(0, dtype=np.int64)
        lines = np.repeat(self.lines[person : person + 1], len(options), axis=0)
        for line, option in zip(lines, options, strict=True):
            line[list(option)] = list(option.values())
        found: Ints = np.flatnonzero(hard(line_prices(self.arrays, person, lines)) <= hard(int(self.own[person])))
        return found

    def with_cells(self, cells: Cells) -> Ints:
        """The lines with some cells (person, day) replaced."""
        lines = self.lines.copy()
        for (person, day), symbol in cells.items():
            lines[person, day] = symbol
        return lines

    def price_with(self, lines: Ints) -> int:
        """Of the whole roster, were it ``lines``."""
        others = np.flatnonzero((lines != self.lines).any(axis=1))
        own = int(self.own.sum()) - int(self.own[others].sum())
        own += sum(int(line_prices(self.arrays, int(one), lines[one][None, :])[0]) for one in others)
        return own + cover_price(self.arrays.cover, lines)

    def rank(self, lines: Ints) -> tuple[int, int]:
        """How much worse than now: units of hard rules, then penalty."""
        price = self.price_with(lines)
        return hard(price) - hard(self.price), soft(price) - soft(self.price)
