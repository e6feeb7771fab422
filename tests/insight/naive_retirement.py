"""Retirement exposure, slowly: every possible day of birth asks whether it has come of age."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from wholetime.insight.engine.pension_ages import PensionAge


def day_of_reaching(born: date, months: int) -> date:
    year, month = born.year + (born.month - 1 + months) // 12, (born.month - 1 + months) % 12 + 1
    return date(year, month, min(born.day, calendar.monthrange(year, month)[1]))


def whole_years(born: date, on: date) -> int:
    """Age at the last birthday; who was born on 29 February has it on the 28th in a common year."""
    age = on.year - born.year
    return age if day_of_reaching(born, 12 * age) <= on else age - 1


def share(age: int, on: date, pension_age: PensionAge, by: date) -> tuple[int, int]:
    """Days of birth that reach it by then, and all days of birth of people of this age."""
    days = [date(on.year - age - 1, 1, 1) + timedelta(days=n) for n in range(2 * 366)]
    born = [day for day in days if whole_years(day, on) == age]
    return sum(any(_reached(day, step, by) for step in pension_age.steps) for day in born), len(born)


def _reached(born: date, step: object, by: date) -> bool:
    first = step.born_from or date.min  # type: ignore[attr-defined]
    last = step.born_to or date.max  # type: ignore[attr-defined]
    return first <= born <= last and day_of_reaching(born, step.months) <= by  # type: ignore[attr-defined]
