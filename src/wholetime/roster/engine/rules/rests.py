"""Rules on the clock: rest between duties, rest after runs, hours in a rolling window. Both clock changes count."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from wholetime.roster.engine.problem import MinutesInWindow, Rest, RestAfterRun
from wholetime.roster.engine.rules.line import Day, Found, Line

MINUTE = timedelta(minutes=1)


def rest(says: Rest, line: Line) -> Found:
    """Each rest that is too short, told on the day of the duty that ends it."""
    after, before = line.problem.means(says.after), line.problem.means(says.before)
    worked = [day for day, _ in line.worked()]
    for day, following in pairwise(worked):
        meant = following - day - 1 == says.days_off and line.on(day) in after and line.on(following) in before
        if meant and following >= 0 and too_short(line, day, following, says.minutes):
            yield following, 1


def rest_after_run(says: RestAfterRun, line: Line) -> Found:
    """Each run of the length or longer that is followed too soon, told on the day of the duty that follows."""
    for run in line.runs(line.problem.means(says.of)):
        following = next((day for day, _ in line.worked() if day >= run.stop), -1)
        if len(run) >= says.run and following >= 0 and too_short(line, run[-1], following, says.minutes):
            yield following, 1


def too_short(line: Line, day: Day, following: Day, minutes: int) -> bool:
    """Whether fewer minutes pass between the duties of two days; never, where one of them has no start."""
    first, second = line.span(day), line.span(following)
    return first is not None and second is not None and (second[0] - first[1]) / MINUTE < minutes


def minutes_in_window(says: MinutesInWindow, line: Line) -> Found:
    """Minutes beyond the limit in the window that opens with each duty; windows that end before day 0 are past.

    No other window can hold more than these. What the history broke is not broken again.
    """
    spans = [(day, span) for day, _ in line.worked() if (span := line.span(day)) is not None]
    opening = line.problem.horizon.moment(0, datetime.min.time())
    for day, (start, _) in spans:
        end = start + says.window * MINUTE
        inside = [(other, _overlap(start, end, *span)) for other, span in spans]
        before = sum(minutes for other, minutes in inside if other < 0)
        over = sum(minutes for _, minutes in inside) - max(says.at_most, before)
        if end > opening and over > 0:
            yield max(day, 0), over


def _overlap(opens: datetime, shuts: datetime, start: datetime, end: datetime) -> int:
    return max(0, int((min(shuts, end) - max(opens, start)) / MINUTE))
