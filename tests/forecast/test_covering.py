"""Cover hour by hour: Erlang C where nothing changes, a queue played person by person where something does."""

from __future__ import annotations

import heapq
import random
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from wholetime.forecast.engine.demand.course import STEPS, NeverSettles, followed, load_of
from wholetime.forecast.engine.demand.covering import Asked, NoCover, covered, scaled
from wholetime.forecast.engine.demand.queueing import Waiting
from wholetime.forecast.engine.demand.working_time import WorkingTime

DAY = (3, 2.5, 2, 1.8, 1.8, 2, 2.5, 4, 6, 8, 9, 9.5, 9, 9, 8.5, 8.5, 8.5, 9, 9, 8.5, 8, 7, 5.5, 4)


def test_where_nothing_changes_it_is_erlang_c() -> None:
    """360 calls in half an hour of 4 minutes each and 55 people: 84.6% within 15 seconds, 23.87% wait at all."""
    course = followed((720.0,) * 24, (55,) * 24, 4 / 60)
    assert course.waits(15 / 3600) == pytest.approx(1 - 0.846, abs=0.0005)
    assert course.waits(0) == pytest.approx(0.2387, abs=0.00005)
    found = covered(Asked((720.0,) * 24, 4 / 60, 0.84, wait=15 / 3600))
    assert found.enough.on_duty == (55,) * 24
    assert found.erlang_holds
    assert Waiting(48, 54, 4 / 60).served_within(15 / 3600) < 0.84


def played(arrivals: tuple[float, ...], servers: int, service: float, wait: float, days: int) -> list[float]:
    """One person after the other: who comes in each hour, and the share of them who wait longer than ``wait``."""
    chance = random.Random(8)
    free = [0.0] * servers
    came, late = [0] * len(arrivals), [0] * len(arrivals)
    most, now = max(arrivals), 0.0
    while now < 24 * days:
        now += chance.expovariate(most)
        hour = int(now) % len(arrivals)
        if chance.random() > arrivals[hour] / most:
            continue
        start = max(now, heapq.heappop(free))
        heapq.heappush(free, start + chance.expovariate(1 / service))
        came[hour] += 1
        late[hour] += start - now > wait
    return [late[hour] / came[hour] for hour in range(len(arrivals))]


def test_a_changing_day_agrees_with_a_queue_played_person_by_person() -> None:
    levels, service, wait = 7, 0.75, 0.25
    found = followed(DAY, (levels,) * 24, service).waits(wait)
    expected = np.array(played(DAY, levels, service, wait, days=1_000))
    assert found.max() > 0.3
    assert np.abs(found - expected).max() < 0.05  # of some 2,000 to 9,000 people in each hour, who come in crowds
    assert found.mean() == pytest.approx(expected.mean(), abs=0.015)


def test_the_load_is_felt_later_than_it_comes() -> None:
    """Against small steps, day after day, until nothing changes."""
    service, step, here = 3.0, 0.001, 0.0
    for _ in range(2):
        seen = []
        for tick in range(int(24 / step)):
            if tick % int(1 / step) == 0:
                seen.append(here)
            here += step * (DAY[int(tick * step)] - here / service)
    found = load_of(DAY, service)[::STEPS]
    assert found == pytest.approx(seen, rel=2e-3)
    assert np.argmax(found) > np.argmax(DAY)


@pytest.mark.parametrize("service", [0.5, 3.0])
def test_every_hour_keeps_what_was_asked_and_the_average_does_not(service: float) -> None:
    found = covered(Asked(DAY, service, 0.95, wait=0.25))
    assert found.enough.late is not None
    assert found.enough.late.max() <= 0.05
    fewer = followed(DAY, [level - 1 for level in found.enough.on_duty], service).waits(0.25)
    assert fewer.max() > 0.05
    assert found.average.overall is None or found.average.overall > 0.3


def test_erlang_hour_by_hour_fails_where_people_stay_long() -> None:
    found = covered(Asked(DAY, 3.0, 0.95, wait=0.25))
    assert not found.erlang_holds
    assert found.erlang is not None
    assert found.erlang.late is not None
    assert found.erlang.late.max() > 0.5


def test_a_delivery_suite_at_once() -> None:
    """5,200 births a year who stay 10.63 hours: 11 cover 95% of the time; with 1.2 midwives each, 14 do."""
    asked = Asked((5200 / 8760,) * 24, 10.6285, 0.95, at_once=True)
    found = covered(asked)
    assert set(found.enough.on_duty) == {11}
    assert found.enough.overall == pytest.approx(0.028, abs=0.0005)
    assert set(found.average.on_duty) == {7}
    assert found.erlang is None
    assert set(covered(replace(asked, staff=1.2)).enough.on_duty) == {14}
    assert covered(scaled(asked, 1.1)).enough.weekly > found.enough.weekly


def test_hours_on_duty_become_posts() -> None:
    found = covered(Asked((5200 / 8760,) * 24, 10.6285, 0.95, at_once=True))
    assert found.enough.weekly == 11 * 168
    time = WorkingTime(Decimal("37.5"), Decimal("0.22"), "uplift")
    assert found.enough.wte(time) == pytest.approx(Decimal(11 * 168) / Decimal("37.5") * Decimal("1.22"))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"arrivals": (1.0,) * 23}, "24 numbers"),
        ({"arrivals": (0.0,) * 24}, "somebody has to come"),
        ({"service": 0.0}, "from a minute"),
        ({"within": 1.0}, "99.9%"),
        ({"wait": 25.0}, "a wait is"),
        ({"staff": 0.0}, "staff for each person"),
        ({"arrivals": (9_000.0,) * 24}, "more than 500"),
        ({"arrivals": (24_000.0,) * 24, "service": 1 / 60}, "cannot be followed"),
    ],
)
def test_what_cannot_be_asked_is_said(wrong: dict[str, object], says: str) -> None:
    with pytest.raises(NoCover, match=says):
        replace(Asked(DAY, 0.5, 0.95), **wrong)


def test_too_few_never_settle() -> None:
    with pytest.raises(NeverSettles):
        followed(DAY, (2,) * 24, 0.5)
