"""A roster as a grid: a row for each person, a column for each day."""

from __future__ import annotations

from datetime import date

from wholetime.chassis.engine.exports.workbook import Sheet, workbook
from wholetime.chassis.engine.tables import Cell, Column, Kind, Table
from wholetime.roster.engine.problem import Assignment, Problem, Roster

MINUTES_IN_HOUR = 60


def cell(one: Assignment | None) -> str:
    """What stands in a square: the duty, and the role in it."""
    if one is None:
        return ""
    return f"{one.duty} ({one.role})" if one.role else one.duty


def day_titles(problem: Problem) -> list[str]:
    """``Mon 1 Jun`` for each day."""
    days = (problem.horizon.date_of(day) for day in range(problem.horizon.days))
    return [f"{day:%a} {day.day} {day:%b}" for day in days]


def hours(problem: Problem, roster: Roster, person: str) -> float:
    """Hours of working time in the roster."""
    work = (one for one in roster if one.person == person)
    return sum(problem.duty[one.duty].paid(problem.horizon, one.day) for one in work) / MINUTES_IN_HOUR


def grid(problem: Problem, roster: Roster) -> Table:
    """People down, days across, and the hours of each person at the end."""
    days = [Column(f"day {number}", title) for number, title in enumerate(day_titles(problem))]
    columns = (Column("person", "Person"), *days, Column("hours", "Hours", Kind.NUMBER, 2))
    rows = tuple(_row(problem, roster, person.name) for person in problem.people)
    return Table(f"Roster of {problem.name}", columns, rows)


def _row(problem: Problem, roster: Roster, person: str) -> tuple[Cell, ...]:
    days = range(problem.horizon.days)
    return person, *(cell(roster.of(person, day)) for day in days), hours(problem, roster, person)


def write_excel(problem: Problem, roster: Roster, made: date) -> bytes:
    """The grid as an Excel workbook."""
    return workbook([Sheet("Roster", grid(problem, roster))], f"Roster of {problem.name}", made)
