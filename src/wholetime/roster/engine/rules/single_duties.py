"""Rules on one duty of one person, whatever stands beside it: length, breaks, availability, cost."""

from __future__ import annotations

from wholetime.roster.engine.problem import Breaks, Duty, DutyLength, Never, Pay
from wholetime.roster.engine.problem.forms import DAY_NAMES
from wholetime.roster.engine.rules.line import Day, Found, Line
from wholetime.roster.engine.rules.pay import points


def duty_length(says: DutyLength, line: Line) -> Found:
    """Each duty of the horizon that really lasts too long: a night of 12½ hours does when the clocks go back."""
    for day, duty in _of(says.of, line):
        if duty.elapsed(line.problem.horizon, day) > says.at_most:
            yield day, 1


def breaks(says: Breaks, line: Line) -> Found:
    """Each duty of the horizon without the breaks that its length asks for."""
    for day, duty in _of(says.of, line):
        length = duty.elapsed(line.problem.horizon, day)
        if duty.breaks < max((asked for longer, asked in says.steps if length > longer), default=0):
            yield day, 1


def never(says: Never, line: Line) -> Found:
    """Each day of the horizon that is of these words where it may not be."""
    of = line.problem.means(says.of)
    for day in line.horizon:
        weekday = DAY_NAMES[line.problem.horizon.weekday(day)]
        within = (says.first is None or day >= says.first) and (says.last is None or day <= says.last)
        if line.on(day) in of and within and (not says.on or weekday in says.on):
            yield day, 1


def pay(says: Pay, line: Line) -> Found:
    """The points that each duty of the horizon costs."""
    for day, duty in _of(("work",), line):
        cost = points(says, line.person, duty, line.problem.horizon, day)
        if cost:
            yield day, cost


def _of(words: tuple[str, ...], line: Line) -> list[tuple[Day, Duty]]:
    meant = line.problem.means(words)
    return [(day, duty) for day, duty in line.worked() if day >= 0 and duty.name in meant]
