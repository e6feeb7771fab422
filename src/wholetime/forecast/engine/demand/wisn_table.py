"""WISN from a table: staff categories with the time they have, what they do in a year, and what else they must.

A row is ``category, line, name, amount, each``. Lines: ``in post`` (amount: staff), ``time`` (name: one of TIMES;
amount: days, hours or weeks), ``activity`` (amount a year, each in minutes), ``everybody`` (amount: per cent of all
their time), ``some`` (amount: staff, each: hours a year). Time under no category is for all.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from wholetime.forecast.engine.demand.wisn import (
    AvailableTime,
    IndividualAllowance,
    StaffNeed,
    Workload,
    staff_need,
    whole_people,
)
from wholetime.forecast.engine.reference import reference

COLUMNS = ("category", "line", "name", "amount", "each")
IN_POST, TIME, ACTIVITY, EVERYBODY, SOME = LINES = ("in post", "time", "activity", "everybody", "some")
TIMES = {
    "days a week": "days_a_week",
    "public holidays": "public_holidays",
    "annual leave": "annual_leave",
    "sickness": "sickness",
    "other": "other",
    "hours a day": "hours_a_day",
    "weeks": "weeks",
}
EACH = {ACTIVITY: "minutes", SOME: "hours a year"}
MOST_LINES, MOST = 2_000, Decimal(10) ** 12
HOUR = Decimal(60)


class NotWisn(ValueError):
    """The table cannot be worked out; ``wrong`` has a sentence for each row at fault."""

    def __init__(self, wrong: Sequence[str]) -> None:
        super().__init__(wrong[0])
        self.wrong = tuple(wrong)


@dataclass(frozen=True, slots=True)
class Line:
    """One row; ``row`` as a spreadsheet counts."""

    row: int
    category: str
    line: str
    name: str
    amount: Decimal
    each: Decimal | None


@dataclass(frozen=True, slots=True)
class Category:
    """A staff category: ``shares`` are per cent of everybody's time, ``actual`` those in post, None where not said."""

    name: str
    available: AvailableTime
    workloads: tuple[Workload, ...]
    shares: tuple[tuple[str, Decimal], ...]
    individual: tuple[IndividualAllowance, ...]
    actual: Decimal | None

    @property
    def need(self) -> StaffNeed:
        """Raises ValueError where allowances leave no time."""
        return staff_need(self.available, self.workloads, [share for _, share in self.shares], self.individual)

    @property
    def whole(self) -> int:
        """Required staff in whole people."""
        rule = reference("workload_standards")["wisn_rounding"]
        return whole_people(self.need.required, Decimal(rule["tolerance"]), rule["up_to"])

    def as_values(self) -> dict[str, Any]:
        """The published form; decimals as text, as they are exact."""
        need, actual = self.need, self.actual
        known = actual is not None and need.required > 0
        return {
            "category": self.name,
            "available_days": _text(self.available.days),
            "available_hours": _text(self.available.hours),
            "for_workloads": _text(need.for_workloads),
            "category_factor": _text(need.category_factor),
            "individual_factor": _text(need.individual_factor),
            "required": _text(need.required),
            "required_people": self.whole,
            "in_post": None if actual is None else _text(actual),
            "difference": None if actual is None else _text(need.difference(actual)),
            "ratio": _text(need.ratio(actual)) if known and actual is not None else None,
            "pressure": _text(need.pressure(actual)) if known and actual is not None else None,
        }


def read_wisn(text: str) -> tuple[Category, ...]:
    """The categories of a table with commas, semicolons or tabs, as it is pasted from a spreadsheet. Raises NotWisn."""
    wrong: list[str] = []
    lines = list(_lines(text, wrong))
    if not lines and not wrong:
        wrong.append("there is nothing to work out")
    names = list(dict.fromkeys(line.category for line in lines if line.category))
    found = [] if wrong else [_category(name, lines, wrong) for name in names]
    if not wrong and not names:
        wrong.append("no row names a staff category")
    if wrong:
        raise NotWisn(wrong)
    return tuple(one for one in found if one is not None)


def _lines(text: str, wrong: list[str]) -> Iterator[Line]:
    first = text.strip().partition("\n")[0]
    mark = next((one for one in "\t;" if one in first), ",")
    rows = list(csv.reader(io.StringIO(text.strip().removeprefix("\ufeff")), delimiter=mark))
    if len(rows) > MOST_LINES:
        wrong.append(f"a table has up to {MOST_LINES:,} rows, not {len(rows):,}")
        return
    headed = bool(rows) and [cell.strip().lower() for cell in rows[0]][:2] == list(COLUMNS[:2])
    for row, cells in enumerate(rows, start=1):
        held = [cell.strip() for cell in cells] + [""] * len(COLUMNS)
        if any(held) and not (headed and row == 1):
            said = _line(row, held)
            if isinstance(said, Line):
                yield said
            else:
                wrong.append(f"row {row}: {said}")


def _line(row: int, held: list[str]) -> Line | str:
    """The row, or what is wrong with it."""
    category, kind, name, amount, each = held[0], held[1].lower(), held[2], _number(held[3]), _number(held[4])
    if kind not in LINES:
        return f"a line is {', '.join(LINES[:-1])} or {LINES[-1]}, not {held[1]!r}"
    if amount is None:
        return f"the amount {held[3]!r} is not a number of 0 or more"
    if kind in EACH and not each:
        return f"each, in {EACH[kind]}, is a number above 0, not {held[4]!r}"
    if kind == TIME and name.lower() not in TIMES:
        return f"a time is {', '.join(TIMES)}, not {name!r}"
    if kind != TIME and not category:
        return "a staff category is needed"
    return Line(row, category, kind, name or kind, amount, each)


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text.replace(",", "").removesuffix("%"))
    except InvalidOperation:
        return None
    return found if found.is_finite() and 0 <= found <= MOST else None


def _category(name: str, lines: Sequence[Line], wrong: list[str]) -> Category | None:
    own = [line for line in lines if line.category == name]
    posts = [line for line in own if line.line == IN_POST]
    if len(posts) > 1:
        wrong.append(f"row {posts[1].row}: staff in post of {name} are given twice")
    try:
        found = Category(
            name,
            _time(name, lines),
            tuple(Workload(one.name, one.amount, (one.each or HOUR) / HOUR) for one in own if one.line == ACTIVITY),
            tuple((one.name, one.amount) for one in own if one.line == EVERYBODY),
            tuple(IndividualAllowance(one.name, one.amount, one.each or Decimal(0)) for one in own if one.line == SOME),
            posts[0].amount if posts else None,
        )
        found.need.required  # noqa: B018  (raises where allowances leave no time)
    except ValueError as fault:
        wrong.append(f"{name}: {fault}")
        return None
    return found


def _time(name: str, lines: Sequence[Line]) -> AvailableTime:
    """That of the category, else that of all, else what wholetime comes with, part by part."""
    held = {part: Decimal(str(value)) for part, value in reference("workload_standards")["wisn_time"]["parts"].items()}
    for whose in ("", name):
        held |= {TIMES[one.name.lower()]: one.amount for one in lines if one.line == TIME and one.category == whose}
    return AvailableTime(**held)


def _text(value: Decimal) -> str:
    return f"{round(value, 6).normalize():f}"
