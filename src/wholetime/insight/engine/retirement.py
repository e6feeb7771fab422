"""How many people could take a pension within some years, from their ages alone.

It counts who could go, not who will: a pension age reached is a door, and many walk past it for years.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from wholetime.insight.engine.pension_ages import Kind, PensionAge, pension_ages, share_reaching, years_after
from wholetime.insight.engine.reference import reference

NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class AgeGroup:
    """People aged ``youngest`` to ``oldest`` (both included, in whole years) who work in ``sector``.

    An end that is None is open. ``people`` is the best count, ``low`` and ``high`` what it may be when the count was
    rounded or withheld.
    """

    sector: str
    youngest: int | None
    oldest: int | None
    people: Decimal
    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.people <= self.high:
            raise ValueError(f"{self.people} people are not between {self.low} and {self.high}")
        if self.youngest is not None and self.oldest is not None and self.oldest < self.youngest:
            raise ValueError(f"an age group cannot run from {self.youngest} to {self.oldest}")

    @property
    def ages(self) -> range:
        """The single years of age it holds; open ends are closed by reference data."""
        ends = reference("pension_ages")["open_ended"]
        youngest = (
            self.youngest if self.youngest is not None else min(ends["youngest"], self.oldest or ends["youngest"])
        )
        oldest = self.oldest if self.oldest is not None else max(ends["oldest"], youngest)
        return range(youngest, oldest + 1)


@dataclass(frozen=True, slots=True)
class Reach:
    """People who reach something: the best estimate, and the least and most it could be."""

    people: Fraction = NONE
    low: Fraction = NONE
    high: Fraction = NONE

    def __add__(self, other: Reach) -> Reach:
        return Reach(self.people + other.people, self.low + other.low, self.high + other.high)


@dataclass(frozen=True, slots=True)
class Exposure:
    """Who could go within ``years`` of the count, as ``pension_age`` has it, or by ``kind`` over all that may apply."""

    years: int
    kind: Kind
    reach: Reach
    pension_age: PensionAge | None = None


def exposures(groups: Sequence[AgeGroup], on: date, horizons: Iterable[int]) -> tuple[Exposure, ...]:
    """For each horizon: the earliest age and the normal age over all sectors, then each pension age by itself.

    At normal age the estimate takes the middle one of the ages that may apply to a sector (the later of two), the
    least takes the latest age and the most the earliest. A kind without a pension age in force is left out.
    """
    found: list[Exposure] = []
    for years in horizons:
        each = _by_age(groups, on, years)
        for kind in Kind:
            sums = _kind_by_sector(each, kind)
            if sums:
                found.append(Exposure(years, kind, sum(sums, Reach())))
        found += [Exposure(years, age.kind, reach, age) for age, reach in _over_sectors(each)]
    return tuple(found)


def reach(group: AgeGroup, on: date, pension_age: PensionAge, years: int) -> Reach:
    """People of ``group``, as on ``on``, who reach ``pension_age`` by ``years`` later; ages spread evenly within it."""
    by = years_after(on, years)
    shares = [share_reaching(age, on, pension_age, by) for age in group.ages]
    return Reach(
        people=Fraction(group.people) * sum(shares, NONE) / len(shares),
        low=Fraction(group.low) * floor(min(shares)),
        high=Fraction(group.high) * ceil(max(shares)),
    )


type ByAge = dict[tuple[str, PensionAge], Reach]


def _by_age(groups: Sequence[AgeGroup], on: date, years: int) -> ByAge:
    found: ByAge = {}
    for group in groups:
        for age in pension_ages(on, group.sector):
            key = (group.sector, age)
            found[key] = found.get(key, Reach()) + reach(group, on, age, years)
    return found


def _kind_by_sector(each: ByAge, kind: Kind) -> list[Reach]:
    """One reach for each sector that has a pension age of this kind."""
    by_sector: dict[str, list[Reach]] = {}
    for (sector, age), found in each.items():
        if age.kind is kind:
            by_sector.setdefault(sector, []).append(found)
    return [_over_ages(found) for found in by_sector.values()]


def _over_ages(found: list[Reach]) -> Reach:
    ordered = sorted(found, key=lambda one: one.people)
    middle = ordered[(len(ordered) - 1) // 2]
    return Reach(middle.people, min(one.low for one in found), max(one.high for one in found))


def _over_sectors(each: ByAge) -> list[tuple[PensionAge, Reach]]:
    summed: dict[PensionAge, Reach] = {}
    for (_, age), found in each.items():
        summed[age] = summed.get(age, Reach()) + found
    return list(summed.items())


def together(parts: Iterable[Sequence[Exposure]]) -> tuple[Exposure, ...]:
    """Exposures of different people, counted on different days, added up horizon by horizon."""
    summed: dict[tuple[int, Kind, PensionAge | None], Reach] = {}
    for part in parts:
        for one in part:
            key = (one.years, one.kind, one.pension_age)
            summed[key] = summed.get(key, Reach()) + one.reach
    return tuple(Exposure(years, kind, found, age) for (years, kind, age), found in summed.items())
