"""Times as published (years, financial years, quarters, months, dates), their regular step, and what comes next."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import gcd

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = tuple(date(2000, month, 1).strftime("%B") for month in range(1, 13))
_SEASON_OF_MONTHS = {1: 12, 2: 6, 3: 4, 6: 2}
_SEASON_OF_DAYS = {1: 7}


class UnknownTimeError(ValueError):
    """A time that cannot be read, or not in the way the others are written."""


@dataclass(frozen=True)
class Calendar:
    """Regular times: the first as a number, the step between two, the steps of a season, and how one is written."""

    first: int
    step: int
    season: int
    written: Callable[[int], str]

    def label(self, position: int) -> str:
        """The time at a position from the first, written as the file writes its times."""
        return self.written(self.first + position * self.step)


@dataclass(frozen=True)
class _Way:
    """One way of writing times: read to a number (or None), written back, and the season of a step of numbers."""

    read: Callable[[str], int | None]
    write: Callable[[int], str]
    season: Callable[[int], int]


def read_times(labels: Sequence[str]) -> tuple[Calendar, list[int]]:
    """The calendar that holds all labels, and each one's position in it.

    Raises UnknownTimeError, naming the first label that no way of writing reads together with the others.
    """
    unique = list(dict.fromkeys(labels))
    for way in _ways(unique):
        numbers = {label: number for label in unique if (number := way.read(label.strip())) is not None}
        if len(numbers) == len(unique):
            return _regular(way, [numbers[label] for label in labels])
    raise UnknownTimeError(_stranger(unique))


def _regular(way: _Way, numbers: list[int]) -> tuple[Calendar, list[int]]:
    first, step = min(numbers), 0
    for number in set(numbers):
        step = gcd(step, number - first)
    step = step or 1
    return Calendar(first, step, way.season(step), way.write), [(number - first) // step for number in numbers]


def _stranger(labels: list[str]) -> str:
    """The first label that the way which reads most of them cannot read."""
    ways = list(_ways(labels))
    best = max(ways, key=lambda way: sum(way.read(label.strip()) is not None for label in labels))
    return next(label for label in labels if best.read(label.strip()) is None)


def _ways(labels: list[str]) -> list[_Way]:
    """The most particular first: 2011-12 is a financial year only where every time could be one."""
    first = labels[0].strip() if labels else ""
    return [_financial(first), _year(first), _quarter(first), _month(first), _date(labels), _count()]


def _alone(_: int) -> int:
    return 1


def _months_season(step: int) -> int:
    return _SEASON_OF_MONTHS.get(step, 1)


def _year(first: str) -> _Way:
    form = re.compile(r"(?i)((?:fy|mid|cy|year)?[ -]?)((?:1[6-9]|2[0-3])\d\d)(?:\.0)?$")
    found = form.match(first)
    prefix = found.group(1) if found else ""
    return _Way(lambda text: _group(form, text, 2), lambda year: f"{prefix}{year}", _alone)


def _financial(first: str) -> _Way:
    form = re.compile(r"(?i)((?:fy)? ?)(\d{4})( ?[/–-] ?)(\d{2}|\d{4})$")
    found = form.match(first)
    prefix, mark, width = (found.group(1), found.group(3), len(found.group(4))) if found else ("", "/", 2)

    def read(text: str) -> int | None:
        parts = form.match(text)
        if parts is None:
            return None
        year, end = int(parts.group(2)), parts.group(4)
        return year if int(end) == (year + 1) % 10 ** len(end) else None

    return _Way(read, lambda year: f"{prefix}{year}{mark}{str(year + 1)[-width:]}", _alone)


def _quarter(first: str) -> _Way:
    year_first = re.compile(r"(?i)(\d{4}(?:[/-]\d{2})?)([ -]?)q([1-4])$")
    quarter_first = re.compile(r"(?i)q([1-4])([ -]?)(\d{4}(?:[/-]\d{2})?)$")
    shown = year_first.match(first) or quarter_first.match(first)
    forward = bool(year_first.match(first))
    mark = shown.group(2) if shown else " "
    whole = (shown.group(1) if forward else shown.group(3)) if shown else ""

    def read(text: str) -> int | None:
        one, other = year_first.match(text), quarter_first.match(text)
        if one:
            return int(one.group(1)[:4]) * 4 + int(one.group(3)) - 1
        return int(other.group(3)[:4]) * 4 + int(other.group(1)) - 1 if other else None

    def write(number: int) -> str:
        year = f"{number // 4}{whole[4]}{(number // 4 + 1) % 100:02}" if len(whole) > 4 else str(number // 4)
        quarter = f"Q{number % 4 + 1}"
        return f"{year}{mark}{quarter}" if forward else f"{quarter}{mark}{year}"

    return _Way(read, write, lambda step: {1: 4, 2: 2}.get(step, 1))


def _month(first: str) -> _Way:
    numbered = re.compile(r"(?i)(\d{4})([-/]|m|)(0?[1-9]|1[0-2])$")
    named = re.compile(r"(?i)([a-z]{3,9})([ -])(\d{4}|\d{2})$")
    word = named.match(first)
    digits = numbered.match(first)

    def read(text: str) -> int | None:
        found, name = numbered.match(text), named.match(text)
        if found and (found.group(2) or len(text) == 6):
            return int(found.group(1)) * 12 + int(found.group(3)) - 1
        if name and name.group(1).lower()[:3] in MONTHS and _is_month(name.group(1)):
            year = int(name.group(3)) + (2000 if len(name.group(3)) == 2 else 0)
            return year * 12 + MONTHS.index(name.group(1).lower()[:3])
        return None

    def write(number: int) -> str:
        year, month = divmod(number, 12)
        if word:
            name = _NAMES[month] if len(word.group(1)) > 3 or word.group(1).lower() == "may" else _NAMES[month][:3]
            return f"{name}{word.group(2)}{str(year)[-len(word.group(3)) :]}"
        return f"{year}{digits.group(2) if digits else '-'}{month + 1:02}"

    return _Way(read, write, _months_season)


def _is_month(word: str) -> bool:
    return any(name.lower().startswith(word.lower()) for name in _NAMES) or word.lower() == "sept"


def _date(labels: list[str]) -> _Way:
    """Dates of one day of the month (or each its last) are months; others are days."""
    form = next((one for one in _FORMS if labels and _day(labels[0], one) is not None), _FORMS[0])
    days = [day for label in labels if (day := _day(label, form)) is not None]
    at_end = bool(days) and all(_ends_month(day) for day in days)
    monthly = bool(days) and (at_end or len({day.day for day in days}) == 1)
    monthly = monthly and len({(day.year, day.month) for day in days}) == len(set(days))
    on = days[0].day if days else 1

    def of_month(number: int) -> str:
        start = date(number // 12, number % 12 + 1, 1)
        following = date(start.year + start.month // 12, start.month % 12 + 1, 1)
        return (following - timedelta(days=1) if at_end else start.replace(day=on)).strftime(form)

    if monthly and (at_end or on <= 28):
        return _Way(lambda text: _month_number(_day(text, form)), of_month, _months_season)
    return _Way(
        lambda text: _ordinal(_day(text, form)),
        lambda number: date.fromordinal(number).strftime(form),
        lambda step: _SEASON_OF_DAYS.get(step, 1),
    )


_FORMS = (
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%Y/%m/%d",
    "%d-%m-%Y",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y%m%d",
    "%d %B %Y",
    "%d %b %Y",
    "%d-%b-%Y",
)


def _day(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day, not a moment
    except ValueError:
        return None


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _month_number(day: date | None) -> int | None:
    return None if day is None else day.year * 12 + day.month - 1


def _ends_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def _count() -> _Way:
    form = re.compile(r"(-?\d{1,9})(?:\.0)?$")
    return _Way(lambda text: _group(form, text, 1), str, _alone)


def _group(form: re.Pattern[str], text: str, group: int) -> int | None:
    found = form.match(text)
    return int(found.group(group)) if found else None
