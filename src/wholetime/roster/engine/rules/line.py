"""One person's days, those of the horizon and those known before it, as the rules look at them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from wholetime.roster.engine.problem import Duty, Person, Problem, Roster

type Day = int
type Found = Iterator[tuple[Day, int]]
"""Breaches: the day each is told on, and how much of it: breaches, days, weekends or minutes."""


@dataclass(frozen=True, slots=True)
class Line:
    """``cells`` hold a duty's name, or None for a day off, from day ``first`` (0 or below) to the end of the horizon.

    ``carried`` is what the person's history carries for the rule that is being judged.
    """

    problem: Problem
    person: Person
    first: Day
    cells: tuple[str | None, ...]
    carried: int = 0

    @property
    def days(self) -> range:
        """All days that are known."""
        return range(self.first, self.first + len(self.cells))

    @property
    def horizon(self) -> range:
        return range(self.problem.horizon.days)

    def on(self, day: Day) -> str | None:
        return self.cells[day - self.first]

    def duty(self, day: Day) -> Duty | None:
        name = self.on(day)
        return None if name is None else self.problem.duty[name]

    def worked(self) -> list[tuple[Day, Duty]]:
        """The days with a duty, in order."""
        return [(day, duty) for day in self.days if (duty := self.duty(day)) is not None]

    def span(self, day: Day) -> tuple[datetime, datetime] | None:
        """From when to when the person is on duty, where the day has a duty with a start."""
        duty = self.duty(day)
        return None if duty is None or duty.start is None else duty.span(self.problem.horizon, day)

    def runs(self, of: frozenset[str | None]) -> Iterator[range]:
        """The longest stretches of days that are all ``of`` the same, in order."""
        start: Day | None = None
        for day in self.days:
            if self.on(day) in of:
                start = day if start is None else start
            elif start is not None:
                yield range(start, day)
                start = None
        if start is not None:
            yield range(start, self.days.stop)


def line_of(problem: Problem, person: Person, roster: Roster) -> Line:
    """The person's line in a roster, with the history in front."""
    past = problem.past_of(person).days
    present = (roster.of(person.name, day) for day in range(problem.horizon.days))
    cells = (*past, *(None if one is None else one.duty for one in present))
    return Line(problem, person, -len(past), cells)
