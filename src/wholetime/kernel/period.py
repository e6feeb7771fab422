"""Periods of time as the workforce returns use them: a day, a month, a financial year, any span.

A period is a closed interval of days. A census (headcount on 31 October) is a period of one day.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

DAY_TEXT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MONTH_TEXT = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
YEAR_TEXT = re.compile(r"([0-9]{4})[-/]([0-9]{2}|[0-9]{4})")
FORMS = "write 2024-04, 2023-24, 2024-04-30 or start/end"


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

    @property
    def is_financial_year(self) -> bool:
        return self.start.year < date.max.year and self == financial_year(self.start.year)

    def contains(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __str__(self) -> str:
        """``2024-04`` for a month, ``2023/24`` for a financial year, a date, or ``start/end``."""
        if self.start == self.end:
            return self.start.isoformat()
        if self.is_month:
            return self.start.isoformat()[:7]
        if self.is_financial_year:
            return f"{self.start.year:04d}/{self.end.year % 100:02d}"
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

    ``YYYY-NN`` is a month whenever NN is 01–12, so ``2011-12`` is December 2011: write the financial year as
    ``2011/12``. Raises PeriodError for anything else, in words that can be shown.
    """
    try:
        return _span(text) or _single(text)
    except PeriodError as error:
        raise PeriodError(f"{text!r} is not a period: {error}") from error
    except ValueError as error:
        raise PeriodError(f"{text!r} is not a period: {FORMS}") from error


def _span(text: str) -> Period | None:
    first, slash, last = text.partition("/")
    if slash and DAY_TEXT.fullmatch(first) and DAY_TEXT.fullmatch(last):
        return Period(date.fromisoformat(first), date.fromisoformat(last))
    return None


def _single(text: str) -> Period:
    if DAY_TEXT.fullmatch(text):
        return census(date.fromisoformat(text))
    if matched := MONTH_TEXT.fullmatch(text):
        return month(int(matched[1]), int(matched[2]))
    if matched := YEAR_TEXT.fullmatch(text):
        following = f"{int(matched[1]) + 1:04d}"
        if matched[2] in (following, following[-2:]):
            return financial_year(int(matched[1]))
    raise PeriodError(FORMS)


def months_between(first: Period, last: Period) -> Iterator[Period]:
    """Each calendar month from that of ``first.start`` to that of ``last.end``."""
    for index in range(_months(first.start), _months(last.end) + 1):
        year, number = divmod(index, 12)
        yield month(year, number + 1)


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1
