"""One layer of a guard: counts of people by organisation and by the values of some breakdown columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from wholetime.dataset.engine.guarding.counts import Counts, Values
from wholetime.dataset.engine.guarding.nest import Nest, members
from wholetime.kernel.disclosure import Policy, Settled
from wholetime.kernel.figure import Suppression

Cell = tuple[tuple[str, ...], Values, int]
"""Columns, their values, and a set of units."""


@dataclass(frozen=True)
class Verdict:
    """What may be shown of some people: ``why`` not, or how many as printed; ``people`` is the true count."""

    why: Suppression | None
    shown: int
    people: int


@dataclass(frozen=True)
class Layer:
    """Which cells of ``counts`` are withheld.

    Of the sets with fewer than ``floor`` people nothing is told, not even which values they have: the layer is
    *shut* to them. With ``floor`` None it is shut to all. ``reach``: the units that may have people of some values, as
    far as anybody is told, where these are more than those that do.
    """

    columns: tuple[str, ...]
    counts: Counts
    nested: Callable[[], Nest]
    policy: Policy
    settled: Settled[Cell] = field(default_factory=Settled)
    floor: int | None = 0
    reach: Mapping[Values, int] = field(default_factory=dict)

    def is_shut(self, units: int) -> bool:
        """Is the layer shut to ``units``, whatever values they have?"""
        if self.floor is None:
            return True
        everybody = units & self._everywhere
        return bool(self.floor) and not all(self.is_open(found) for found in self._made_of(everybody, self._every_set))

    def is_open(self, units: int) -> bool:
        """Has a set, all its values together, people enough to be told of?"""
        return self.floor is not None and sum(self.counts.per_unit.get(bit, 0) for bit in members(units)) >= self.floor

    def judge(self, values: Values, units: int) -> Verdict:
        """May the people of ``units`` who have ``values`` be counted, as the sum of the fewest sets that make it up?

        Where one of these is withheld, so is the sum: it is the safe answer for a set that nobody names.
        """
        units &= self.reached(values)
        if not self.settled.view and self.floor == 0:
            people = self.counts.people(values, units) if units else 0
            return Verdict(None, self.policy.shown(people), people)
        if units in self.sets(values):
            return self._judge((self.columns, values, units))
        verdicts = [self._judge(cell) for cell in self.cover(values, units)]
        people, shown = sum(verdict.people for verdict in verdicts), sum(verdict.shown for verdict in verdicts)
        return Verdict(worst([verdict.why for verdict in verdicts]), shown, people)

    def reached(self, values: Values) -> int:
        return self.reach.get(values, self.counts.present.get(values, 0))

    def _judge(self, cell: Cell) -> Verdict:
        _, values, units = cell
        people = self.counts.people(values, units & self.counts.present[values])
        return Verdict(self._why(cell, people), self.policy.shown(people), people)

    def _why(self, cell: Cell, people: int) -> Suppression | None:
        if cell not in self.settled.view:
            return Suppression.SECONDARY
        why = self.settled.view[cell].why
        if why is not None and self.policy.is_primary(people) and cell not in self.settled.vague:
            return Suppression.PRIMARY  # few people, though on so many lists that their entries are not few
        return why

    def cover(self, values: Values, units: int) -> list[Cell]:
        """The sets that ``units`` is made of, widest first."""
        return [(self.columns, values, found) for found in self._made_of(units, self.sets(values))]

    @staticmethod
    def _made_of(units: int, sets: Mapping[int, None]) -> list[int]:
        if units in sets:
            return [units]
        found = []
        for named in sets:
            if named & units == named:
                found.append(named)
                units ^= named
            if not units:
                break
        return found

    def sets(self, values: Values) -> Mapping[int, None]:
        """The sets that have a name among the units that ``values`` reach, widest first."""
        if values not in self._sets:
            self._sets[values] = dict.fromkeys(self.nested().within(self.reached(values))[0])
        return self._sets[values]

    @cached_property
    def _sets(self) -> dict[Values, Mapping[int, None]]:
        return {}

    @cached_property
    def _everywhere(self) -> int:
        return sum(self.counts.per_unit)

    @cached_property
    def _every_set(self) -> Mapping[int, None]:
        return dict.fromkeys(self.nested().within(self._everywhere)[0])


def worst(reasons: Sequence[Suppression | None]) -> Suppression | None:
    """The reason to give where there are several: that people are few comes first."""
    if Suppression.PRIMARY in reasons:
        return Suppression.PRIMARY
    return next((why for why in reasons if why is not None), None)
