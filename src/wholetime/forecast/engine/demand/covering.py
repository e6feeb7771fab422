"""How many must be on duty, hour by hour, so that few wait too long; or, where nobody may wait, are without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import ceil, floor
from typing import Any

import numpy as np

from wholetime.forecast.engine.demand.course import STEPS, Course, NeverSettles, followed, load_of
from wholetime.forecast.engine.demand.queueing import Waiting, exceedance
from wholetime.forecast.engine.demand.working_time import WEEKS, WorkingTime
from wholetime.forecast.engine.uncertain import Floats

DAY, WEEK = 24, 168
MOST_STAFF = 500
MOST_STEPS = 1e8
"""Changes of one chance by another in a period: some tenths of a second, and a question follows several periods."""
SLACK = 1e-12
DAYS = 7


class NoCover(ValueError):
    """The question of cover cannot be put; the message says what may be asked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """``arrivals`` in each hour of a day [24] or week [168], each taking ``service`` hours of one person's time.

    No more than 1 − ``within`` may wait longer than ``wait`` hours, in any hour. With ``at_once`` nobody waits: each
    person present has ``staff`` at once, and there are too few for no more than 1 − ``within`` of the time.
    """

    arrivals: tuple[float, ...]
    service: float
    within: float
    wait: float = 0.0
    at_once: bool = False
    staff: float = 1.0

    def __post_init__(self) -> None:
        if len(self.arrivals) not in (DAY, WEEK):
            raise NoCover(
                f"arrivals are {DAY} numbers for the hours of a day, or {WEEK} for a week, not {len(self.arrivals)}"
            )
        if not all(0 <= one < float("inf") for one in self.arrivals) or sum(self.arrivals) == 0:
            raise NoCover("arrivals are numbers of 0 or more, and somebody has to come")
        if not 1 / 60 <= self.service <= WEEK:
            raise NoCover("each takes from a minute to a week")
        if not 0 <= self.wait <= DAY:
            raise NoCover("a wait is from none to a day")
        if not 0.5 <= self.within <= 0.999:
            raise NoCover("the share served in time is from 50% to 99.9%")
        if not 0.1 <= self.staff <= 10:
            raise NoCover("staff for each person are from 0.1 to 10")
        if max(self.load) * self.staff > MOST_STAFF:
            raise NoCover(f"this would take more than {MOST_STAFF} people at a time: ask for a part of it")
        if not self.at_once and self._steps > MOST_STEPS:
            raise NoCover("so many who come for so short a time cannot be followed: ask for a part of them")

    @property
    def _steps(self) -> float:
        """Events of a period, times the numbers present that each may change."""
        most = float(self.load.max())
        return len(self.arrivals) * (max(self.arrivals) + most / self.service) * (2 * most + 50)

    @property
    def load(self) -> Floats:
        """People present on average at each look, if nobody waited."""
        return load_of(self.arrivals, self.service)

    @property
    def busy(self) -> Floats:
        """Staff busy on average [hour]."""
        return np.asarray(self.load.reshape(len(self.arrivals), STEPS).mean(axis=1) * self.staff)


@dataclass(frozen=True, eq=False)
class Level:
    """``on_duty`` staff [hour], and the chance of waiting too long, or of too few, in each hour [hour].

    ``late`` is None where staff cannot keep up; ``overall`` is over all who come, or over all the time.
    """

    on_duty: tuple[int, ...]
    late: Floats | None
    overall: float | None

    @property
    def weekly(self) -> int:
        """Hours on duty in a week."""
        return sum(self.on_duty) * (DAYS if len(self.on_duty) == DAY else 1)

    def wte(self, time: WorkingTime) -> Decimal:
        """WTE that hours on duty take, with ``time`` away."""
        return time.wte(Decimal(self.weekly) * WEEKS)

    def as_values(self, time: WorkingTime) -> dict[str, Any]:
        return {
            "on_duty": list(self.on_duty),
            "hours_a_week": self.weekly,
            "wte": float(round(self.wte(time), 4)),
            "late": None if self.late is None else [round(float(one), 6) for one in self.late],
            "late_overall": None if self.overall is None else round(self.overall, 6),
        }


@dataclass(frozen=True, eq=False)
class Covered:
    """The answer, beside staff for the average and, where work may wait, Erlang C hour by hour."""

    asked: Asked
    enough: Level
    average: Level
    erlang: Level | None

    @property
    def erlang_holds(self) -> bool:
        """Whether each hour by itself, by Erlang C, asks for the same staff in every hour."""
        return self.erlang is not None and self.erlang.on_duty == self.enough.on_duty

    def as_values(self, time: WorkingTime) -> dict[str, Any]:
        """The published form, the same for the command line and REST."""
        return {
            "enough": self.enough.as_values(time),
            "average": self.average.as_values(time),
            "erlang": self.erlang.as_values(time) if self.erlang else None,
            "erlang_holds": self.erlang_holds,
            "busy": [round(float(one), 4) for one in self.asked.busy],
        }


def covered(asked: Asked) -> Covered:
    """The fewest staff hour by hour that keep what was ``asked``. Raises NoCover."""
    mean = max(1, ceil(float(asked.busy.mean()) - SLACK))
    flat = (mean,) * len(asked.arrivals)
    if asked.at_once:
        return Covered(asked, _level_at_once(asked, _at_once(asked)), _level_at_once(asked, flat), None)
    hourly = tuple(_erlang(asked, rate * asked.service) for rate in asked.arrivals)
    return Covered(asked, _enough(asked), _level(asked, flat), _level(asked, hourly))


def _erlang(asked: Asked, load: float) -> int:
    """The fewest by Erlang C for a load that holds for ever."""
    servers = max(1, floor(load) + 1)
    while Waiting(load, servers, asked.service).served_within(asked.wait) < asked.within:
        servers += 1
    return servers


def _enough(asked: Asked) -> Level:
    """Erlang C for the load that is felt in each hour, and one more wherever it is still too few."""
    loads = asked.load.reshape(len(asked.arrivals), STEPS).mean(axis=1)
    levels = [_erlang(asked, float(load)) for load in loads]
    course: Course | None = None
    while True:
        course = _course(asked, levels, course)
        late = course.waits(asked.wait)
        short = late > 1 - asked.within + SLACK
        if not short.any():
            return _told(asked, levels, late)
        levels = [level + int(wrong) for level, wrong in zip(levels, short, strict=True)]


def _course(asked: Asked, levels: Sequence[int], before: Course | None) -> Course:
    return followed(asked.arrivals, levels, asked.service, None if before is None else before.chances[0])


def _level(asked: Asked, levels: Sequence[int]) -> Level:
    try:
        late = _course(asked, levels, None).waits(asked.wait)
    except NeverSettles:
        return Level(tuple(levels), None, None)
    return _told(asked, levels, late)


def _told(asked: Asked, levels: Sequence[int], late: Floats) -> Level:
    share = np.asarray(asked.arrivals) / sum(asked.arrivals)
    return Level(tuple(int(level) for level in levels), late, float((share * late).sum()))


def _at_once(asked: Asked) -> tuple[int, ...]:
    """The fewest who are too few for no more of each hour than may be: those present follow a Poisson law."""
    found = []
    for hour in asked.load.reshape(len(asked.arrivals), STEPS):
        level = max(1, ceil(float(hour.mean()) * asked.staff) - 1)
        while _too_few(hour, level, asked.staff) > 1 - asked.within + SLACK:
            level += 1
        found.append(level)
    return tuple(found)


def _too_few(loads: Floats, level: int, staff: float) -> float:
    """Share of an hour in which more staff than ``level`` are needed."""
    present = floor(level / staff + 1e-9)  # 7 ÷ 1.4 is 5 only nearly
    return float(np.mean([exceedance(float(load), present) for load in loads]))


def _level_at_once(asked: Asked, levels: Sequence[int]) -> Level:
    hours = asked.load.reshape(len(asked.arrivals), STEPS)
    late = np.array([_too_few(hour, level, asked.staff) for hour, level in zip(hours, levels, strict=True)])
    return Level(tuple(levels), late, float(late.mean()))


def scaled(asked: Asked, times: float) -> Asked:
    """The same with ``times`` as many arrivals: what growth asks for."""
    return replace(asked, arrivals=tuple(one * times for one in asked.arrivals))
