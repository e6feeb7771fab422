"""The days a roster covers. Day 0 is the first; days before it have negative numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wholetime.roster.engine.problem.impossible import refuse_unless

SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """``days`` days from ``start``, on the clocks of ``zone``; ``holidays`` are public ones, inside or near it.

    Raises Impossible for no days, more than three years of them, or a time zone that is not known.
    """

    start: date
    days: int
    zone: str = "Europe/London"
    holidays: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        refuse_unless(1 <= self.days <= 1096, f"a horizon of {self.days} days: 1 to 1096 can be rostered")
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError):
            refuse_unless(False, f"{self.zone} is not a time zone that is known, such as Europe/London")

    def date_of(self, day: int) -> date:
        return self.start + timedelta(days=day)

    def day_of(self, when: date) -> int:
        return (when - self.start).days

    def weekday(self, day: int) -> int:
        """0 is Monday, 6 Sunday."""
        return (self.start.weekday() + day) % 7

    def holds(self, day: int) -> bool:
        return 0 <= day < self.days

    def weekends(self) -> tuple[tuple[int, int], ...]:
        """Saturday and Sunday of every weekend that touches the horizon; one of them may lie outside."""
        saturday = (SATURDAY - self.weekday(0) + 1) % 7 - 1
        return tuple((day, day + 1) for day in range(saturday, self.days, 7))

    def moment(self, day: int, clock: time, minutes: int = 0) -> datetime:
        """The instant, in UTC, at which the clocks show ``clock`` plus ``minutes`` on ``day``."""
        local = datetime.combine(self.date_of(day), clock) + timedelta(minutes=minutes)
        return local.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)
