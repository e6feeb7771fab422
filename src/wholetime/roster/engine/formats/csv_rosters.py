"""Rosters as CSV: ``employee,day,shift``, and ``role`` where duties have roles. Days count from 0."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from wholetime.roster.engine.formats.malformed import Malformed, at_line, whole
from wholetime.roster.engine.problem import Assignment, Impossible, Roster

COLUMNS = ("employee", "day", "shift")


def read_csv(text: str) -> Roster:
    """Raises Malformed with the line that is wrong."""
    try:
        return Roster(tuple(_assignments(csv.DictReader(io.StringIO(text), skipinitialspace=True))))
    except Impossible as fault:
        raise Malformed(str(fault)) from fault


def _assignments(rows: csv.DictReader[str]) -> Iterator[Assignment]:
    if not set(COLUMNS) <= set(rows.fieldnames or ()):
        raise Malformed("the first line must name the columns employee,day,shift", 1)
    seen = set[tuple[str, int]]()
    for row in rows:
        with at_line(rows.line_num):
            one = _assignment(row)
            if (one.person, one.day) in seen:
                raise ValueError(f"{one.person} has two duties on day {one.day}")
            seen.add((one.person, one.day))
            yield one


def _assignment(row: dict[str, str | None]) -> Assignment:
    person, day, duty = ((row[column] or "").strip() for column in COLUMNS)
    if not person or not duty:
        raise ValueError("employee, day and shift are all needed")
    return Assignment(person, whole(day, "the day"), duty, (row.get("role") or "").strip())


def write_csv(roster: Roster) -> str:
    """One line for each assignment, in order of employee and day."""
    roles = any(one.role for one in roster)
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow((*COLUMNS, "role") if roles else COLUMNS)
    for one in roster:
        lines.writerow((one.person, one.day, one.duty, one.role) if roles else (one.person, one.day, one.duty))
    return written.getvalue()
