"""Pension ages by date of birth and section, what changes of them do, and the chance of retiring that follows.

Days are counted as ``date.toordinal`` counts them; arrays are over [year, age, birthday].
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import numpy as np

from wholetime.forecast.engine.reference import reference
from wholetime.forecast.engine.supply.cells import Floats

BIRTHDAYS = 12
"""People of one age are stood for by so many birthdays, evenly over the year."""

YEAR = 365.2425  # days
STATE = "state_pension_age"
EARLIEST = "minimum_pension_age"


@dataclass(frozen=True, slots=True)
class PensionAge:
    """``steps``: (born from, born to, months of age), ends included, None is open."""

    code: str
    title: str
    steps: tuple[tuple[date | None, date | None, int], ...]
    source: str
    verified: bool

    def reached(self, born: Floats) -> Floats:
        """The days on which people born on the days ``born`` reach it, to within a day or so."""
        months = np.full(born.shape, np.nan)
        for first, last, age in self.steps:
            after, before = (first or date.min).toordinal(), (last or date.max).toordinal() + 1
            months[(born >= after) & (born < before)] = age
        found: Floats = born + months / 12 * YEAR
        return found


@dataclass(frozen=True)
class PensionRules:
    """The rules of today, with what a scenario changes: months later (or, below 0, earlier) by code of a pension age.

    A change spares those who reach the age of today's rules before ``changed_from``. ``scheme`` is ``nhs``, with its
    sections, or ``other``, where people look to State Pension age alone.
    """

    scheme: str = "nhs"
    later: Mapping[str, int] = field(default_factory=dict)
    changed_from: date = date.min

    def __post_init__(self) -> None:
        unknown = set(self.later) - set(pension_ages())
        if unknown or self.scheme not in reference("pensions")["sections"]:
            raise ValueError(f"no pension age or scheme is called {sorted(unknown) or self.scheme}")

    def reached(self, code: str, born: Floats) -> Floats:
        """The days of reaching a pension age under these rules."""
        found = pension_ages()[code].reached(born)
        moved = found >= self.changed_from.toordinal()
        return found + np.where(moved, self.later.get(code, 0) / 12 * YEAR, 0)

    def sections(self, born: Floats) -> dict[str, Floats]:
        """The shares of people who look to each section's normal age; the rest look to State Pension age."""
        entries = reference("pensions")["sections"][self.scheme]
        found = {one["code"]: np.interp(1 + born / YEAR, one["born"], one["shares"]) for one in entries}
        rest: Floats = np.ones(born.shape) - sum(found.values())
        return found | {STATE: rest}

    def hazards(self, ages: tuple[int, ...], first: date, years: int) -> Floats:
        """The chance of retiring [year, age] within the year that begins ``first``, or so many years after it."""
        born, day = _people(ages, first, years)
        chances = [share * self._of_section(code, born, day) for code, share in self.sections(born).items()]
        found: Floats = np.sum(chances, axis=0).mean(axis=2)
        return found

    def could_go(self, ages: tuple[int, ...], first: date, years: int) -> tuple[Floats, Floats]:
        """Shares [year, age] of people who may draw a pension at all, and who have reached their normal age."""
        born, day = _people(ages, first, years)
        normal = [share * (self.reached(code, born) <= day) for code, share in self.sections(born).items()]
        earliest = (self.reached(EARLIEST, born) <= day).mean(axis=2)
        past = np.sum(normal, axis=0).mean(axis=2)
        return np.asarray(earliest, np.float64), np.asarray(past, np.float64)

    def _of_section(self, code: str, born: Floats, day: Floats) -> Floats:
        """What comes latest in life decides: State Pension age, then the section's own, then the earliest."""
        chances = {name: float(one["value"]) for name, one in reference("pensions")["hazards"].items()}
        found = np.where(self.reached(EARLIEST, born) <= day, chances["early"], 0.0)
        for age, name in ((code, "normal_age"), (STATE, STATE)):
            reached = self.reached(age, born)
            found = np.where(reached <= day + YEAR, chances[f"at_{name}"], found)
            found = np.where(reached <= day, chances[f"after_{name}"], found)
        return found


def _people(ages: tuple[int, ...], first: date, years: int) -> tuple[Floats, Floats]:
    """Days of birth [year, age, birthday] of people of those ages, and the day [year, 1, 1] on which they have them."""
    day: Floats = first.toordinal() + np.arange(years, dtype=np.float64)[:, None, None] * YEAR
    part = (np.arange(BIRTHDAYS) + 0.5) / BIRTHDAYS
    born: Floats = day - (np.array(ages)[:, None] + part) * YEAR
    return born, day


@cache
def pension_ages() -> dict[str, PensionAge]:
    """Every pension age of the reference file, by code."""
    return {entry["code"]: _age(entry) for entry in reference("pensions")["ages"]}


def _age(entry: dict[str, Any]) -> PensionAge:
    steps = tuple(
        (step.get("born_from"), step.get("born_to"), step["years"] * 12 + step.get("months", 0))
        for step in entry["steps"]
    )
    return PensionAge(entry["code"], entry["title"], steps, entry["source"], entry["verified"])
