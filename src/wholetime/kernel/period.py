"""Periods of time as the workforce returns use them: a day, a month, a financial year, any span.

A period is a closed interval of days. A census (headcount on 31 October) is a period of one day.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTH_TEXT = re.compile(r"(\d{4})-(\d{2})")
YEAR_TEXT = re.compile(r"(\d{4})[-/](\d{2})(?:\d{2})?")


class PeriodError(ValueError):
    """The text is not a period we know how to read; the message says which forms are."""


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """Days ``start`` to ``end``, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise PeriodError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def is_month(self) -> bool:
        return self == month_of(self.start)

    def contains(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __str__(self) -> str:
        """``2024-04`` for a month, ``2023/24`` for a financial year, a date, or ``start/end``."""
        if self.start == self.end:
            return self.start.isoformat()
        if self.is_month:
            return f"{self.start:%Y-%m}"
        if self == financial_year(self.start.year):
            return f"{self.start.year}/{(self.start.year + 1) % 100:02d}"
        return f"{self.start.isoformat()}/{self.end.isoformat()}"


def month(year: int, number: int) -> Period:
    """The calendar month ``number`` (1–12) of ``year``."""
    return Period(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]))


def month_of(day: date) -> Period:
    return month(day.year, day.month)


def financial_year(starting: int) -> Period:
    """1 April ``starting`` to 31 March of the next year."""
    return Period(date(starting, 4, 1), date(starting + 1, 3, 31))


def census(day: date) -> Period:
    return Period(day, day)


def parse_period(text: str) -> Period:
    """Read ``2024-04``, ``2023-24`` (a financial year), ``2024-04-30`` or ``start/end``.

    ``YYYY-NN`` is a month when NN is 01–12 and does not follow the year; ``2011-12`` is therefore
    December 2011: write a financial year that could be a month as ``2011/12``.
    """
    first, _, last = text.partition("/")
    try:
        if last and len(first) == 10:
            return Period(date.fromisoformat(first), date.fromisoformat(last))
        return _parse_single(text)
    except ValueError as error:
        raise PeriodError(f"{text!r} is not a period: write 2024-04, 2023-24, 2024-04-30 or start/end") from error


def _parse_single(text: str) -> Period:
    if len(text) == 10 and text[4] == text[7] == "-":
        return census(date.fromisoformat(text))
    matched = MONTH_TEXT.fullmatch(text)
    if matched and 1 <= int(matched[2]) <= 12:
        return month(int(matched[1]), int(matched[2]))
    year = YEAR_TEXT.fullmatch(text)
    if year and int(year[2]) == (int(year[1]) + 1) % 100:
        return financial_year(int(year[1]))
    raise PeriodError(text)


def months_between(first: Period, last: Period) -> Iterator[Period]:
    """Each calendar month from that of ``first.start`` to that of ``last.end``."""
    current = month_of(first.start)
    while current.start <= last.end:
        yield current
        current = month_of(current.end + timedelta(days=1))
