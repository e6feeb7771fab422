"""Rules on what follows what: sequences, runs, whole weekends."""

from __future__ import annotations

from wholetime.roster.engine.problem import LongestRun, Sequence, ShortestRun, WholeWeekends
from wholetime.roster.engine.problem.forms import DAY_NAMES
from wholetime.roster.engine.rules.line import Found, Line


def sequence(says: Sequence, line: Line) -> Found:
    """Each time the days of the sequence come, ending inside the horizon: one breach, on the last of them."""
    sets = [line.problem.means(words) for words in says.days]
    for start in line.days[: len(line.days) - len(sets) + 1]:
        last = start + len(sets) - 1
        begins = not says.starting or DAY_NAMES[line.problem.horizon.weekday(start)] in says.starting
        if last >= 0 and begins and all(line.on(start + place) in one for place, one in enumerate(sets)):
            yield last, 1


def longest_run(says: LongestRun, line: Line) -> Found:
    """Each day of the horizon that is beyond the limit of its run; days before the horizon count towards the limit."""
    for run in line.runs(line.problem.means(says.of)):
        for day in run[says.at_most :]:
            if day >= 0:
                yield day, 1


def shortest_run(says: ShortestRun, line: Line) -> Found:
    """The days missing from each run that ends before the last day, told on the day after it.

    A run that begins with the first known day may have begun before, and is not judged. One of the history is judged
    where the first day of the horizon ended it.
    """
    for run in line.runs(line.problem.means(says.of)):
        ended = 0 <= run.stop < line.days.stop
        if ended and run.start > line.first and len(run) < says.at_least:
            yield run.stop, says.at_least - len(run)


def whole_weekends(says: WholeWeekends, line: Line) -> Found:
    """Each weekend whose Saturday or Sunday, but not both, is worked; told on Sunday."""
    for saturday, sunday in line.problem.horizon.weekends():
        known = saturday in line.days and sunday in line.days
        if known and (line.on(saturday) is None) != (line.on(sunday) is None):
            yield sunday, 1
