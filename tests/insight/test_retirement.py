"""Who could take a pension, and when."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.insight.naive_retirement import day_of_reaching, share

from wholetime.insight.engine.pension_ages import Kind, pension_ages, share_reaching, years_after
from wholetime.insight.engine.reference import reference
from wholetime.insight.engine.retirement import AgeGroup, Exposure, exposures, reach

TRUST = "nhs_trust"
DAY = date(2026, 3, 31)
DAYS = st.dates(date(2021, 1, 1), date(2040, 12, 31))


def group(youngest: int | None, oldest: int | None, people: int, sector: str = TRUST) -> AgeGroup:
    return AgeGroup(sector, youngest, oldest, Decimal(people), Decimal(people), Decimal(people))


def age(code: str, on: date = DAY, sector: str = TRUST):
    return next(found for found in pension_ages(on, sector) if found.code == code)


def kind_of(found: tuple[Exposure, ...], years: int, kind: Kind) -> Exposure:
    return next(one for one in found if (one.years, one.kind, one.pension_age) == (years, kind, None))


@given(st.integers(50, 70), DAYS, st.sampled_from([0, 1, 3, 5]), st.sampled_from(["nhs_trust", "social_care"]))
@settings(max_examples=25, deadline=None)
def test_the_share_of_an_age_is_that_of_all_its_birthdays(years: int, on: date, ahead: int, sector: str) -> None:
    for pension_age in pension_ages(on, sector):
        by = years_after(on, ahead)
        reached, born = share(years, on, pension_age, by)
        assert share_reaching(years, on, pension_age, by) == Fraction(reached, born)


@pytest.mark.parametrize(
    ("born", "reached"),
    [  # printed in the State Pension age timetable: 66 years and some months, by date of birth
        (date(1960, 4, 5), date(2026, 4, 5)),
        (date(1960, 12, 31), date(2027, 9, 30)),
        (date(1961, 1, 31), date(2027, 11, 30)),
        (date(1961, 3, 6), date(2028, 3, 6)),
    ],
)
def test_state_pension_age_follows_the_published_timetable(born: date, reached: date) -> None:
    steps = [
        step
        for step in age("state_pension_age").steps
        if (step.born_from or date.min) <= born <= (step.born_to or date.max)
    ]
    assert [day_of_reaching(born, step.months) for step in steps] == [reached]


def test_the_steps_of_every_age_cover_every_birthday_once() -> None:
    for entry in reference("pension_ages")["ages"]:
        steps = entry["steps"]
        assert "born_from" not in steps[0]
        assert "born_to" not in steps[-1]
        assert all((after["born_from"] - step["born_to"]).days == 1 for step, after in pairwise(steps))


def test_the_first_age_rises_to_57_in_april_2028() -> None:
    assert [step.months for step in age("minimum_pension_age", date(2028, 4, 5)).steps] == [660, 684]
    assert [step.months for step in age("minimum_pension_age", date(2028, 4, 6)).steps] == [684]


def test_single_ages_need_no_spreading() -> None:
    people = [group(years, years, 10) for years in range(50, 66)]  # 160 people, ten of each age
    found = exposures(people, DAY, [1, 5])
    earliest = kind_of(found, 1, Kind.EARLIEST).reach
    assert earliest.people == earliest.low == earliest.high == 120  # aged 54 (all born before April 1973) and over
    normal = kind_of(found, 5, Kind.NORMAL).reach
    assert (normal.people, normal.high) == (60, 110)  # 60 to 65 reach 65 in five years, 55 to 65 reach 60
    assert normal.low == 40  # all aged 62 and over; of those aged 61 (born 1964-65) none turns 67 by March 2031


def test_a_share_aged_55_and_over_says_at_least_and_at_most() -> None:
    found = reach(group(55, None, 20), DAY, age("minimum_pension_age"), 1)
    assert found.people == found.low == found.high == 20
    younger = reach(group(None, 54, 80), DAY, age("minimum_pension_age"), 1)
    assert (younger.low, younger.high) == (0, 80)
    assert younger.people == Fraction(80, 37)  # one age of the 37 from 18 to 54


def test_care_workers_are_not_in_the_nhs_scheme() -> None:
    assert {found.code for found in pension_ages(DAY, "social_care")} == {"minimum_pension_age", "state_pension_age"}
    normal = kind_of(exposures([group(60, 60, 9, "social_care")], DAY, [5]), 5, Kind.NORMAL).reach
    assert normal.high == 0


def test_no_pension_age_is_used_before_it_is_in_force() -> None:
    assert "state_pension_age" not in {found.code for found in pension_ages(date(2020, 3, 31), TRUST)}


@given(
    st.lists(st.tuples(st.integers(18, 74), st.integers(0, 9), st.integers(0, 200)), min_size=1, max_size=8),
    DAYS,
    st.randoms(),
)
@settings(max_examples=25, deadline=None)
def test_estimates_lie_between_their_ends_and_grow_with_time(rows, on, shuffle) -> None:
    groups = [group(youngest, youngest + width, people) for youngest, width, people in rows]
    found = exposures(groups, on, [1, 3, 5])
    total = sum(people for *_, people in rows)
    for one in found:
        assert 0 <= one.reach.low <= one.reach.people <= one.reach.high <= total
    for kind in Kind:
        reached = [kind_of(found, years, kind).reach for years in (1, 3, 5)]
        assert [one.people for one in reached] == sorted(one.people for one in reached)
        assert [one.low for one in reached] == sorted(one.low for one in reached)
    shuffle.shuffle(groups)
    again = exposures(groups, on, [1, 3, 5])
    assert [kind_of(again, y, k).reach for y in (1, 3, 5) for k in Kind] == [
        kind_of(found, y, k).reach for y in (1, 3, 5) for k in Kind
    ]
    finer = [group(one, one, 1) for youngest, width, _ in rows for one in range(youngest, youngest + width + 1)]
    coarser = [group(youngest, youngest + width, width + 1) for youngest, width, _ in rows]
    assert kind_of(exposures(finer, on, [3]), 3, Kind.EARLIEST).reach.people == (
        kind_of(exposures(coarser, on, [3]), 3, Kind.EARLIEST).reach.people
    )


def test_impossible_groups_are_refused() -> None:
    with pytest.raises(ValueError, match="not between"):
        AgeGroup(TRUST, 50, 50, Decimal(5), Decimal(6), Decimal(7))
    with pytest.raises(ValueError, match="cannot run"):
        group(60, 50, 1)
