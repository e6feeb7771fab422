"""Ages at which people may take a pension, by date of birth and day, from dated reference data."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from wholetime.insight.engine.reference import reference

MONTHS_IN_YEAR = 12


class Kind(StrEnum):
    """The first age at which a pension may start, or the age at which it is paid in full."""

    EARLIEST = "earliest"
    NORMAL = "normal"


@dataclass(frozen=True, slots=True)
class Step:
    """People born from ``born_from`` to ``born_to`` (both included, None is open) reach it at ``months`` of age."""

    born_from: date | None
    born_to: date | None
    months: int


@dataclass(frozen=True, slots=True)
class PensionAge:
    """One pension age, in force from ``effective_from`` to ``effective_to``, for people in ``sectors``."""

    code: str
    title: str
    kind: Kind
    sectors: tuple[str, ...]
    steps: tuple[Step, ...]
    source: str
    verified: bool
    effective_from: date
    effective_to: date | None = None

    def in_force(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


def pension_ages(on: date, sector: str) -> tuple[PensionAge, ...]:
    """The pension ages in force on ``on`` for people who work in ``sector``."""
    return tuple(age for age in all_ages() if sector in age.sectors and age.in_force(on))


@lru_cache(maxsize=4096)
def share_reaching(age: int, on: date, pension_age: PensionAge, by: date) -> Fraction:
    """The share (0–1) of people aged ``age`` in whole years on ``on`` who reach ``pension_age`` by ``by``.

    Birthdays are spread evenly over the days on which people of that age may have been born.
    """
    first, last = years_before(on, age + 1) + timedelta(days=1), years_before(on, age)
    reached = sum(_days_reached(first, last, step, by) for step in pension_age.steps)
    return Fraction(reached, (last - first).days + 1)


def years_before(day: date, years: int) -> date:
    return months_before(day, MONTHS_IN_YEAR * years)


def years_after(day: date, years: int) -> date:
    return months_before(day, -MONTHS_IN_YEAR * years)


def months_before(day: date, months: int) -> date:
    """The same day of the month ``months`` earlier, or the last day of a month too short for it."""
    year, month = divmod(day.year * MONTHS_IN_YEAR + day.month - 1 - months, MONTHS_IN_YEAR)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _days_reached(first: date, last: date, step: Step, by: date) -> int:
    start = max(first, step.born_from or date.min)
    end = min(last, step.born_to or date.max, _last_birthday(by, step.months))
    return max((end - start).days + 1, 0)


def _last_birthday(by: date, months: int) -> date:
    """The last day of birth of those who are ``months`` old by ``by``.

    Who was born on the 31st reaches a month of 30 days on its 30th, so a month's end takes in the whole month.
    """
    found = months_before(by, months)
    ends_month = by.day == calendar.monthrange(by.year, by.month)[1]
    return found.replace(day=calendar.monthrange(found.year, found.month)[1]) if ends_month else found


@cache
def all_ages() -> tuple[PensionAge, ...]:
    """Every pension age of the reference file, whenever it is in force."""
    return tuple(_age(entry) for entry in reference("pension_ages")["ages"])


def _age(entry: dict[str, Any]) -> PensionAge:
    return PensionAge(
        code=entry["code"],
        title=entry["title"],
        kind=Kind(entry["kind"]),
        sectors=tuple(entry["sectors"]),
        steps=tuple(_step(step) for step in entry["steps"]),
        source=entry["source"],
        verified=entry["verified"],
        effective_from=entry["effective_from"],
        effective_to=entry.get("effective_to"),
    )


def _step(entry: dict[str, Any]) -> Step:
    months = entry["years"] * MONTHS_IN_YEAR + entry.get("months", 0)
    return Step(entry.get("born_from"), entry.get("born_to"), months)
