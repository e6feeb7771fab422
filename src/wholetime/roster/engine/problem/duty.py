"""Duties, and the kinds of duty that rules speak of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from wholetime.roster.engine.problem.horizon import Horizon
from wholetime.roster.engine.problem.impossible import no_twice, refuse_unless

OFF, WORK = "off", "work"
NOT = "not "
"""Before a word for duties: all others."""

RESERVED = frozenset({OFF, WORK})
"""Words with a meaning of their own: a day without a duty, and any duty."""

DAY = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What one person does from one start to one end.

    ``start`` is by the clock, or None where only the length is known (a benchmark); ``minutes`` from start to end by
    the clock, ``unpaid`` of them a break without pay, and ``breaks`` all breaks. ``roles`` are skills of which the
    person fills exactly one; ``needs`` are skills without which nobody may do it. A duty that is not ``counted`` fills
    no cover (study, induction).
    """

    name: str
    minutes: int
    start: time | None = None
    unpaid: int = 0
    breaks: int = 0
    kinds: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    place: str = ""
    counted: bool = True

    def __post_init__(self) -> None:
        refuse_unless(bool(self.name) and self.name not in RESERVED, f"a duty cannot be called {self.name!r}")
        refuse_unless(not RESERVED & set(self.kinds), f"duty {self.name}: off and work are not kinds")
        refuse_unless(0 <= self.minutes <= DAY, f"duty {self.name} lasts {self.minutes} minutes: a day at most")
        refuse_unless(0 <= self.unpaid <= self.minutes, f"duty {self.name} has {self.unpaid} unpaid minutes")
        refuse_unless(0 <= self.breaks <= self.minutes, f"duty {self.name} has {self.breaks} minutes of breaks")
        no_twice(self.roles, f"duty {self.name}: role")

    def span(self, horizon: Horizon, day: int) -> tuple[datetime, datetime]:
        """From when to when, in UTC, on ``day``; the clocks may change meanwhile. Only for a duty with a start."""
        if self.start is None:
            raise ValueError(f"duty {self.name} has no start")
        return horizon.moment(day, self.start), horizon.moment(day, self.start, self.minutes)

    def elapsed(self, horizon: Horizon, day: int) -> int:
        """Minutes that really pass: 660 or 780 for a night of 12 hours in which the clocks change."""
        if self.start is None:
            return self.minutes
        begins, ends = self.span(horizon, day)
        return int((ends - begins) / timedelta(minutes=1))

    def paid(self, horizon: Horizon, day: int) -> int:
        """Minutes of working time: those that pass, less the unpaid break."""
        return self.elapsed(horizon, day) - self.unpaid


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A word for duties by their clock: those longer than, or with at least so much of themselves between two times.

    ``night: between 23:00 and 06:00, at least 180 minutes``. Lengths in minutes. Both conditions hold where both are
    given; a duty without a start has no part of any time of day. With no condition only duties that name it are of it.
    """

    name: str
    longer_than: int | None = None
    between: tuple[time, time] | None = None
    at_least: int = 1

    def __post_init__(self) -> None:
        refuse_unless(bool(self.name) and self.name not in RESERVED, f"a kind cannot be called {self.name!r}")

    def covers(self, duty: Duty) -> bool:
        long = self.longer_than is None or duty.minutes > self.longer_than
        inside = self.between is None or minutes_between(duty, *self.between) >= self.at_least
        return long and inside and (self.longer_than, self.between) != (None, None)


def minutes_between(duty: Duty, first: time, last: time) -> int:
    """Minutes of a duty, by the clock, that lie between two times of day; the later may be on the next day."""
    if duty.start is None:
        return 0
    begins, opens, shuts = _minute(duty.start), _minute(first), _minute(last)
    length = (shuts - opens) % DAY or DAY
    windows = ((opens + shift, opens + shift + length) for shift in (-DAY, 0, DAY, 2 * DAY))
    return sum(max(0, min(begins + duty.minutes, end) - max(begins, start)) for start, end in windows)


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute
