"""What a duty costs under an agreement on unsocial hours, to the penny."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from wholetime.kernel.money import NO_MONEY, Money
from wholetime.roster.engine.problem import Duty, Horizon, Pay, Person
from wholetime.roster.engine.rules.reference import reference

MINUTES = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a duty on one date: the minutes that pass, and what kind of time it is."""

    minutes: int
    unsocial: str | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Enhancements of the hourly rate by band. On weekdays the hours from ``evening`` to ``morning`` are unsocial."""

    evening: time
    morning: time
    saturday: dict[str, Decimal]
    sunday: dict[str, Decimal]

    def rate(self, grade: str, kind: str | None) -> Decimal:
        """1 and the enhancement. Raises KeyError for a band the agreement does not know."""
        if kind is None:
            return Decimal(1)
        return 1 + (self.sunday if kind == SUNDAY else self.saturday)[grade]


SATURDAY, SUNDAY = "Saturday or weekday night", "Sunday or public holiday"


@cache
def agreement(name: str) -> Agreement:
    """The agreement ``name`` of ``reference/agreements.yaml``. Raises KeyError where there is none."""
    found = reference("agreements")[name]
    evening, morning = (time.fromisoformat(found[edge]) for edge in ("evening", "morning"))
    return Agreement(evening, morning, _rates(found["saturday"]), _rates(found["sunday"]))


def _rates(percent: dict[object, int]) -> dict[str, Decimal]:
    return {str(band): Decimal(rate) / 100 for band, rate in percent.items()}


def cost(name: str, person: Person, duty: Duty, horizon: Horizon, day: int) -> Money:
    """Basic pay with enhancements, to the penny; nothing for people without pay or duties without a start.

    A shift is split at midnight. Its weekday hours are enhanced from evening to morning, or all of them where more than
    half of the shift is unsocial. An unpaid break is taken from all parts alike.
    """
    if person.hourly is None or duty.start is None:
        return NO_MONEY
    terms = agreement(name)
    parts = _parts(terms.evening, terms.morning, duty, horizon, day)
    passed, unsocial = sum(part.minutes for part in parts), sum(part.minutes for part in parts if part.unsocial)
    if 2 * unsocial > passed:
        parts = tuple(Part(part.minutes, part.unsocial or SATURDAY) for part in parts)
    weighted = sum(part.minutes * terms.rate(person.grade, part.unsocial) for part in parts)
    paid = Decimal(passed - duty.unpaid) / Decimal(passed) if passed else Decimal(0)
    return Money(person.hourly * weighted * paid / 60).to_the_penny()


def points(says: Pay, person: Person, duty: Duty, horizon: Horizon, day: int) -> int:
    """The cost in points of ``says.pence`` pence, halves up."""
    pence = cost(says.agreement, person, duty, horizon, day).pounds * 100 / says.pence
    return int(pence.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@lru_cache(maxsize=4096)
def _parts(evening: time, morning: time, duty: Duty, horizon: Horizon, day: int) -> tuple[Part, ...]:
    begins, ends = duty.span(horizon, day)
    clocks = (time(), morning, evening)
    cuts = {horizon.moment(day + ahead, clock) for ahead in (0, 1, 2) for clock in clocks}
    edges = [begins, *sorted(cut for cut in cuts if begins < cut < ends), ends]
    return tuple(
        Part(int((after - before) / MINUTES), _kind(evening, morning, horizon, before))
        for before, after in pairwise(edges)
    )


def _kind(evening: time, morning: time, horizon: Horizon, moment: datetime) -> str | None:
    local = moment.astimezone(ZoneInfo(horizon.zone))
    if local.weekday() == 6 or local.date() in horizon.holidays:
        return SUNDAY
    by_night = local.time() >= evening or local.time() < morning
    return SATURDAY if local.weekday() == 5 or by_night else None
