"""Rules on totals: of days, minutes and weekends, over the horizon or in windows of days."""

from __future__ import annotations

from math import ceil

from wholetime.roster.engine.problem import AverageWeek, ContractHours, Measure, Total
from wholetime.roster.engine.rules.line import Day, Found, Line


def counted(measure: Measure, of: frozenset[str | None], line: Line, days: range) -> int:
    """How much of ``measure`` a line holds on some known days."""
    held = [day for day in days if line.on(day) in of]
    if measure is Measure.DAYS:
        return len(held)
    if measure is Measure.MINUTES:
        return sum(duty.paid(line.problem.horizon, day) for day in held if (duty := line.duty(day)) is not None)
    return len({saturday_of(line, day) for day in held if line.problem.horizon.weekday(day) >= 5})


def saturday_of(line: Line, day: Day) -> Day:
    """The Saturday of the weekend that a Saturday or Sunday belongs to."""
    return day - (line.problem.horizon.weekday(day) - 5)


def total(says: Total, line: Line) -> Found:
    """What is missing or too much, told on the last day of the horizon or of the window."""
    if says.over_days is None:
        yield from _over_horizon(says, line)
    else:
        yield from _over_windows(says, says.over_days, line)


def _over_horizon(says: Total, line: Line) -> Found:
    sum_ = line.carried + counted(says.measure, line.problem.means(says.of), line, line.horizon)
    yield from _outside(says.at_least, says.at_most, sum_, line.horizon[-1])


def _over_windows(says: Total, length: int, line: Line) -> Found:
    """Windows end on the last day and every so many days before it; what the history broke is not broken again."""
    of = line.problem.means(says.of)
    for last in range(line.horizon[-1], -1, -says.every):
        known = range(max(line.first, last - length + 1), last + 1)
        before = counted(says.measure, of, line, range(known.start, min(0, known.stop)))
        most = None if says.at_most is None else max(says.at_most, before)
        least = says.at_least if len(known) == length else 0
        yield from _outside(least, most, counted(says.measure, of, line, known), last)


def _outside(least: int, most: int | None, amount: int, day: Day) -> Found:
    if amount < least:
        yield day, least - amount
    if most is not None and amount > most:
        yield day, amount - most


def average_week(says: AverageWeek, line: Line) -> Found:
    """Minutes beyond the average, over each whole reference period that ends with a week of the horizon.

    The period that ends with the horizon is judged on as much of it as is known, in weeks begun. Days of leave are left
    out: the limit is for the other days.
    """
    for last in range(line.horizon[-1], -1, -7):
        known = range(max(line.first, last - 7 * says.weeks + 1), last + 1)
        if len(known) == 7 * says.weeks or last == line.horizon[-1]:
            yield from _beyond_average(says, line, known)


def _beyond_average(says: AverageWeek, line: Line, days: range) -> Found:
    before = worked_minutes(line, range(days.start, min(0, days.stop)))
    most = max(before, average_limit(says, line, days))
    yield from _outside(0, most, worked_minutes(line, days), days[-1])


def average_limit(says: AverageWeek, line: Line, days: range) -> int:
    """The minutes that may be worked on ``days``, whole ones, at the average."""
    leave = [one for one in line.problem.leave_of(line.person) if one.excluded]
    away = {day for one in leave for day in range(one.first, one.last + 1)}
    present = len(set(days) - away)
    if len(days) < 7 * says.weeks:
        present = 7 * ceil(present / 7)
    return says.at_most * present // 7


def worked_minutes(line: Line, days: range) -> int:
    return counted(Measure.MINUTES, line.problem.means(("work",)), line, days)


def contract_hours(says: ContractHours, line: Line) -> Found:
    """Minutes outside what is due, told on the last day."""
    weekly = line.problem.contract[line.person.contract].weekly
    if weekly is None:
        return
    due = weekly * len(line.horizon) // 7 + line.problem.past_of(line.person).owed - credited(line)
    least, most = max(0, due - says.under), max(0, due + says.over)
    yield from _outside(least, most, worked_minutes(line, line.horizon), line.horizon[-1])


def credited(line: Line) -> int:
    """Minutes of leave that count as worked."""
    leave = line.problem.leave_of(line.person)
    return sum(one.credited for one in leave for day in range(one.first, one.last + 1) if day in line.horizon)
