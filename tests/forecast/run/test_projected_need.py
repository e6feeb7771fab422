"""Need from an official projection: today's posts at the count, each group's work by its own pathway after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forecast.made_runs import a_history, a_question

from wholetime.forecast.engine.demand.growth import GrowthSpread
from wholetime.forecast.engine.demand.need import need
from wholetime.forecast.engine.demand.projected import GENERAL, Projection, projected_pathways, shared_out
from wholetime.forecast.engine.demand.standards import Workload, age_weights
from wholetime.forecast.engine.demand.today import PAID
from wholetime.forecast.engine.gap.outcome import PEOPLE
from wholetime.forecast.engine.run import History, Origin, Point, answer
from wholetime.forecast.engine.run.needed import PROJECTED, activity_now, need_inputs, projection_in
from wholetime.forecast.engine.run.reading import counted
from wholetime.forecast.engine.run.spread import answer_spread
from wholetime.forecast.engine.scenario.shipped import shipped_register
from wholetime.forecast.engine.uncertain import Uncertain

OFFICIAL = Origin("Subnational population projections", "snpp.csv", "c" * 64, "OGL v3")
AGES = tuple(range(0, 95, 5))
CERTAIN = GrowthSpread()


def residents(year: int, age: int) -> float:
    """The old grow by 3% a year, all others by 1%."""
    return 1000.0 * (1.03 if age >= 80 else 1.01) ** (year - 2025)


def with_projection(history: History, years: range = range(2025, 2031)) -> History:
    points = [
        Point(PROJECTED, date(year, 6, 30), date(year, 6, 30), age=str(age), sex=sex, value=residents(year, age))
        for year in years
        for age in AGES
        for sex in ("Female", "Male")
    ]
    beds = [
        Point("beds_occupied", date(2025, month, 1), date(2025, month, 28), value=value)
        for month, value in ((9, 290.0), (10, 310.0))
    ]
    return History((*history.points, *points, *beds), (*history.origins, OFFICIAL))


def assumed(history: History) -> str:
    question = a_question(history)
    found = need_inputs(question, history, counted(question, history))
    assert found is not None
    return " ".join(found.assumed)


def test_need_starts_at_todays_posts_and_follows_the_old_where_beds_do() -> None:
    history = with_projection(a_history())
    question = a_question(history)
    staff = counted(question, history)
    inputs = need_inputs(question, history, staff)
    assert inputs is not None
    found = need(inputs, years=3, draws=1)
    assert found.wte[0, 0, 0] == pytest.approx(staff.wte)
    growth = found.wte[0, 3, 0] / found.wte[0, 0, 0]
    at = dict(zip(staff.groups, growth, strict=True))
    assert at["medical"] == pytest.approx((16 * 1.01**3 + 3 * 1.03**3) / 19, abs=0.001)  # no standard for beds
    assert at["nursing"] > 1.045 > at["medical"]  # 330 of 360 WTE follow beds, which follow the old


def test_what_was_assumed_says_so_and_the_file_is_among_the_sources() -> None:
    history = with_projection(a_history())
    said = assumed(history)
    assert "follow the official projection" in said
    assert "occupied beds" in said
    assert "go on growing" not in said
    assert OFFICIAL in history.origins
    short = with_projection(a_history(), range(2026, 2028))
    said = assumed(short)
    assert "ends in 2027" in said
    assert "begins in 2026" in said


def test_without_a_projection_nothing_is_as_it_was_not() -> None:
    """Runs of before hold no projection: their question has the same answer."""
    history = a_history()
    assert projection_in(history) is None
    assert "go on growing" in assumed(history)


def test_activity_is_of_the_last_twelve_months() -> None:
    month = [Point("attendances", date(2025, n, 1), date(2025, n, 28), value=28.0 * n) for n in range(1, 13)] + [
        Point("attendances", date(2023, 1, 1), date(2023, 1, 31), value=9e9)
    ]
    found = activity_now(with_projection(History(tuple(month))))
    assert found["urgent"] == pytest.approx(28 * sum(range(1, 13)) / (12 * 28 / 365.25))
    assert found["beds"] == pytest.approx(300)


@given(st.integers(0, 10**6))
@settings(max_examples=20, deadline=None)
def test_work_is_shared_out_as_in_plain_loops(seed: int) -> None:
    stream = np.random.default_rng(seed)
    units = {"beds": float(stream.integers(1, 500)), "urgent": float(stream.integers(1, 90_000))}
    standards = [
        Workload(pathway, group, Uncertain(hours, hours, hours), "made up", "2026-01-01", False)
        for pathway in units
        for group in ("nursing", "medical")
        for hours in [float(stream.uniform(0.1, 9))]
    ]
    held = Projection((2025, 2030), ("Female", "Male"), AGES, stream.uniform(10, 900, (2, 2, len(AGES))))
    first = date(2025, 6, 30)
    made = projected_pathways(held, units, first, years=4, samples=3, seed=seed, spread=CERTAIN)
    posts = stream.uniform(1, 800, 2)
    shared = shared_out(("nursing", "medical"), posts, made, standards)
    by_code = {one.code: one for one in made}
    for group, wte in zip(("nursing", "medical"), posts, strict=True):
        hours = {one.pathway: one.hours[0] * by_code[one.pathway].base[0] for one in shared if one.group == group}
        assert sum(hours.values()) == pytest.approx(wte * PAID)
        asked = {one.pathway: units[one.pathway] * one.hours.central for one in standards if one.group == group}
        if sum(asked.values()) <= wte * PAID:
            assert {code: hours[code] for code in asked} == pytest.approx(asked)
        else:
            assert hours[GENERAL] == pytest.approx(0, abs=1e-6)
    for code in units:
        weights = age_weights(code, held.sexes, held.ages)
        for point in range(5):
            share = point * 365.25 / (date(2030, 6, 30) - first).days
            work = [(held.persons[n] * weights).sum() for n in (0, 1)]
            expected = (work[0] + (work[1] - work[0]) * share) / work[0]
            assert by_code[code].index[0, point, 0] == pytest.approx(expected)


def test_a_run_with_a_projection_is_the_same_in_blocks_and_says_what_growth_matters() -> None:
    history = with_projection(a_history())
    question = replace(a_question(history), register=shipped_register().as_json())
    whole = answer(question, history)
    assert answer_spread(question, history, size=7).hash == whole.hash
    assert any(name == f"tornado.{PEOPLE}" for name, _ in whole.facts)
