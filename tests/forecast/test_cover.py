"""Where cover and not the average decides: published queueing figures, and a simulation against plain loops."""

from __future__ import annotations

from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholetime.forecast.engine.demand.queueing import Waiting, exceedance, least_cover, must_wait
from wholetime.forecast.engine.demand.simulation import WEEK, Kind, Stays, Unit, cover, least_level, stays

PRESENT = 5200 / 8760 * 10.6285
"""Women in a delivery suite of 5,200 births a year who stay 10.63 hours on average: 6.309."""


def test_erlang_c_of_a_printed_example() -> None:
    """360 calls in 30 minutes of 4 minutes each, 55 people, answered within 15 seconds."""
    line = Waiting(load=360 / 1800 * 240, servers=55, service=240)
    assert line.load == 48
    assert round(line.occupancy, 4) == 0.8727
    assert round(line.must_wait, 4) == 0.2387
    assert round(line.mean_wait, 2) == 8.18
    assert round(line.served_within(15) * 100, 1) == 84.6


def test_exceedance_of_a_delivery_suite() -> None:
    assert round(PRESENT, 3) == 6.309
    assert [round(exceedance(PRESENT, n), 3) for n in (8, 9, 10, 11, 12)] == [0.186, 0.107, 0.057, 0.028, 0.013]
    assert least_cover(PRESENT, 0.05) == 11
    midwives = 69_228 / 8760
    assert round(midwives, 2) == 7.90
    assert [round(exceedance(midwives, n), 3) for n in (11, 12, 13)] == [0.105, 0.059, 0.031]
    assert least_cover(midwives, 0.05) == 13


@given(st.floats(0, 20), st.integers(1, 30))
def test_erlang_c_by_its_definition(load: float, servers: int) -> None:
    if load >= servers:
        with pytest.raises(ValueError, match="keep up"):
            must_wait(load, servers)
        return
    last = load**servers / factorial(servers) * servers / (servers - load)
    total = sum(load**k / factorial(k) for k in range(servers)) + last
    assert must_wait(load, servers) == pytest.approx(last / total, rel=1e-9, abs=1e-12)


@given(st.floats(0, 60), st.floats(0.001, 0.5))
def test_the_least_cover_is_enough_and_one_fewer_is_not(load: float, chance: float) -> None:
    enough = least_cover(load, chance)
    assert exceedance(load, enough) <= chance + 1e-12
    assert enough == 0 or exceedance(load, enough - 1) > chance - 1e-12


times = st.floats(0, 40).map(lambda hours: round(hours, 2))


@given(st.lists(st.tuples(times, times, st.sampled_from([1.0, 1.2, 1.4])), max_size=12), st.integers(0, 5))
@settings(max_examples=40)
def test_cover_agrees_with_looking_at_every_minute_or_so(people: list[tuple[float, float, float]], level: int) -> None:
    """Twin: times are in hundredths of an hour, so the middle of each hundredth stands for all of it."""
    start = np.array([p[0] for p in people])
    held = Stays(start, start + [p[1] for p in people], np.array([p[2] for p in people]))
    found = cover(held, np.array(float(level)), 1.0, 30.0)
    short = []
    for hundredth in range(100, 3000):
        now = (hundredth + 0.5) / 100
        needed = sum(staff for a, b, staff in zip(held.start, held.end, held.staff, strict=True) if a <= now < b)
        short.append(max(0.0, needed - level) if needed > level + 1e-9 else 0.0)
    over = [amount for amount in short if amount]
    assert found.short_of_time == pytest.approx(len(over) / len(short), abs=1e-9)
    assert found.mean_short == pytest.approx(sum(over) / len(over) if over else 0.0, abs=1e-6)


def test_simulation_of_an_even_week_is_the_poisson_law() -> None:
    """With infinitely many servers only the mean stay matters, whatever its law: Palm's theorem is the authority."""
    kinds = (Kind("short", 0.5, 4.0, 1.0), Kind("long", 0.5, 8.0, 1.0))
    unit = Unit(np.full(WEEK, 0.8), kinds)
    people = stays(unit, 600, seed=5)
    for count in (4, 6, 8):
        found = cover(people, np.array(float(count)), 200.0, 599.0 * WEEK)
        assert found.short_of_time == pytest.approx(exceedance(unit.mean_staff, count), abs=0.012)
    assert least_level(people, 0.05, 200.0, 599.0 * WEEK) == least_cover(unit.mean_staff, 0.05)


@settings(max_examples=5)
@given(st.integers(0, 10**6))
def test_an_uneven_week_needs_more_than_its_average_says(seed: int) -> None:
    rates = np.where(np.arange(WEEK) % 24 < 12, 1.5, 0.1)
    kinds = (Kind("any", 1.0, 3.0, 1.4),)
    people, even = stays(Unit(rates, kinds), 120, seed), stays(Unit(np.full(WEEK, 0.8), kinds), 120, seed)
    assert least_level(people, 0.02, 100.0, 119.0 * WEEK) > least_level(even, 0.02, 100.0, 119.0 * WEEK)


def test_cover_may_differ_by_hour_of_the_week() -> None:
    people = Stays(np.array([1.5, WEEK + 2.0]), np.array([2.5, WEEK + 2.5]), np.array([2.0, 1.0]))
    level = np.zeros(WEEK)
    level[1] = 2.0
    found = cover(people, level, 0.0, 2.0 * WEEK)
    assert found.short_of_time == pytest.approx(1.0 / (2 * WEEK))
    assert found.mean_short == pytest.approx(1.5)


def test_impossible_units_say_why() -> None:
    with pytest.raises(ValueError, match="rates"):
        Unit(np.ones(24), (Kind("any", 1.0, 3.0, 1.0),))
    with pytest.raises(ValueError, match="add up"):
        Unit(np.ones(WEEK), (Kind("any", 0.9, 3.0, 1.0),))
    with pytest.raises(ValueError, match="some length"):
        Unit(np.ones(WEEK), (Kind("any", 1.0, 0.0, 1.0),))
    with pytest.raises(ValueError, match="chance"):
        least_cover(3.0, 0.0)
    with pytest.raises(ValueError, match="load"):
        exceedance(-1.0, 2)
    with pytest.raises(ValueError, match="no ward"):
        least_cover(900.0, 0.1)
