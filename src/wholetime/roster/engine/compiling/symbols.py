"""What one person does on one day, numbered: off, a duty, or a duty in a role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from functools import cached_property

import numpy as np

from wholetime.roster.engine.arrays import OFF, Flags, Ints
from wholetime.roster.engine.problem import Duty, Problem

MINUTE = timedelta(minutes=1)
NO_CLOCK = -(1 << 40)
"""Stands for the start and end of symbols without one."""

LONGEST_REST = 32
"""Days over which rules on rest may reach back."""


class Symbols:
    """The symbols of a problem: 0 is off, then each duty, once for each of its roles.

    ``first`` is the day (below 0) from which the table of clock times begins.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.choices = tuple((duty, role) for duty in problem.duties for role in duty.roles or ("",))
        self._number = {(duty.name, role): at for at, (duty, role) in enumerate(self.choices, start=1)}
        self._sets: dict[frozenset[str | None], Flags] = {}
        self.first = -max((len(past.days) for past in problem.past), default=0) - LONGEST_REST

    def __len__(self) -> int:
        return len(self.choices) + 1

    def duty(self, symbol: int) -> Duty | None:
        return None if symbol == OFF else self.choices[symbol - 1][0]

    def role(self, symbol: int) -> str:
        return "" if symbol == OFF else self.choices[symbol - 1][1]

    def number(self, duty: str | None, role: str) -> int:
        """The symbol of a duty in a role. Raises KeyError."""
        return OFF if duty is None else self._number[duty, role]

    def some(self, duty: str | None) -> int:
        """A symbol of a duty whose role is not known: which, matters to no rule on what follows what."""
        return OFF if duty is None else self.number(duty, (self.problem.duty[duty].roles or ("",))[0])

    def marked(self, words: tuple[str, ...]) -> Flags:
        """[S]: the symbols that words for days stand for."""
        meant = self.problem.means(words)
        if meant not in self._sets:
            names = [None, *(duty.name for duty, _ in self.choices)]
            self._sets[meant] = np.array([name in meant for name in names])
        return self._sets[meant]

    @cached_property
    def weekday(self) -> Ints:
        """[D]: 0 is Monday."""
        return (np.arange(self.problem.horizon.days) + self.problem.horizon.weekday(0)) % 7

    @property
    def weekend(self) -> Ints:
        """[D]: the number of the weekend that a Saturday or Sunday belongs to, -1 for other days; a new array."""
        return np.where(self.weekday >= 5, (np.arange(len(self.weekday)) + self.weekday[0]) // 7, -1)

    @cached_property
    def paid(self) -> Ints:
        """[D, S]: minutes of working time."""
        return self.each(lambda duty, day: duty.paid(self.problem.horizon, day))

    @cached_property
    def elapsed(self) -> Ints:
        """[D, S]: minutes that pass from start to end."""
        return self.each(lambda duty, day: duty.elapsed(self.problem.horizon, day))

    @cached_property
    def starts(self) -> Ints:
        """[days from ``first``, S]: minutes from the opening of the horizon to the start, ``NO_CLOCK`` without one."""
        return self._clock(0)

    @cached_property
    def ends(self) -> Ints:
        """As ``starts``, to the end."""
        return self._clock(1)

    def each(self, measure: Callable[[Duty, int], int]) -> Ints:
        """[D, S]: a measure of each duty on each day, 0 for a day off."""
        days = range(self.problem.horizon.days)
        return np.array([[0, *(measure(duty, day) for duty, _ in self.choices)] for day in days], dtype=np.int64)

    def minute(self, day: int, clock: time) -> int:
        """A moment, in minutes from the opening of the horizon."""
        opening = self.problem.horizon.moment(0, time())
        return (self.problem.horizon.moment(day, clock) - opening) // MINUTE

    def _clock(self, which: int) -> Ints:
        horizon = self.problem.horizon
        opening = horizon.moment(0, time())
        table = np.full((horizon.days - self.first, len(self)), NO_CLOCK, dtype=np.int64)
        for symbol, (duty, _) in enumerate(self.choices, start=1):
            if duty.start is not None:
                for day in range(self.first, horizon.days):
                    table[day - self.first, symbol] = (duty.span(horizon, day)[which] - opening) // MINUTE
        return table
