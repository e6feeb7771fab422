"""Counts of people of one period, by organisation and by the values of some breakdown columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from wholetime.dataset.engine.guarding.nest import members

Values = tuple[str | None, ...]


@dataclass(frozen=True)
class Counts:
    """People of one period. ``units``: values → unit → people, none of them zero.

    ``doubles``: values → set of two or more units → people who are on the list of each of them.
    """

    units: Mapping[Values, Mapping[int, int]]
    doubles: Mapping[Values, Mapping[int, int]] = field(default_factory=dict)

    @cached_property
    def present(self) -> dict[Values, int]:
        return {values: sum(counts) for values, counts in self.units.items()}

    @cached_property
    def per_unit(self) -> dict[int, int]:
        """Entries on the list of each unit, whatever their values."""
        found: dict[int, int] = {}
        for held in self.units.values():
            for bit, people in held.items():
                found[bit] = found.get(bit, 0) + people
        return found

    def listed(self, values: Values, units: int) -> int:
        """Entries on the lists of ``units``."""
        held = self.units[values]
        if units in held:  # one unit alone
            return held[units]
        return sum(held.values()) if units == self.present[values] else sum(held[bit] for bit in members(units))

    def people(self, values: Values, units: int) -> int:
        """People on the lists of ``units``, each counted once."""
        listed, twice = self.listed(values, units), self.doubles.get(values)
        if not twice:
            return listed
        return listed - sum(
            people * ((shared & units).bit_count() - 1) for shared, people in twice.items() if shared & units
        )
