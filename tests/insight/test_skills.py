"""Skills gaps against need-weighted peers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.insight import naive_skills
from tests.insight.made_figures import figure

from wholetime.insight.engine.peers import median_place, overdispersion, poisson_limits, spread
from wholetime.insight.engine.skills import Gap, Standing, Supply, skills_gaps

NINETY_FIVE = Fraction(19, 20)
AMOUNTS = st.tuples(st.integers(1, 400), st.integers(1000, 90000))
AREAS = st.lists(AMOUNTS, min_size=6, max_size=15)


def supply(area: object, wte: int | str, need: int | str, group: str = "nurse") -> Supply:
    inputs = (figure("wte", wte), figure("need", need))
    return Supply(str(area), group, Decimal(wte), Decimal(need), inputs, inputs[0].scope)


def gaps(rows: list[tuple[int, int]]) -> dict[str, Gap]:
    return {one.area: one for one in skills_gaps([supply(at, wte, need) for at, (wte, need) in enumerate(rows)])}


@given(AREAS)
@settings(max_examples=60, deadline=None)
def test_gaps_are_those_of_the_slow_twin(rows) -> None:
    wte = {str(at): Fraction(one) for at, (one, _) in enumerate(rows)}
    need = {str(at): Fraction(one) for at, (_, one) in enumerate(rows)}
    for area, found in gaps(rows).items():
        assert abs(Fraction(found.gap.figure.value) - naive_skills.gap(area, wte, need)) < Fraction(1, 10**5)
        assert abs(Fraction(found.rate.value) - wte[area] * 10000 / need[area]) < Fraction(1, 10**15)


@given(AREAS, st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_order_of_areas_does_not_matter(rows, shuffle) -> None:
    listed = [supply(at, wte, need) for at, (wte, need) in enumerate(rows)]
    before = skills_gaps(listed)
    shuffle.shuffle(listed)
    assert skills_gaps(listed) == before


@given(AREAS, st.integers(1, 100))
@settings(max_examples=40, deadline=None)
def test_more_people_in_an_area_never_widen_its_gap(rows, more) -> None:
    (wte, need), *others = rows
    before, after = gaps(rows)["0"], gaps([(wte + more, need), *others])["0"]
    assert after.gap.figure.value <= before.gap.figure.value


@given(st.lists(st.integers(0, 1000).map(Decimal), min_size=2, max_size=40))
@settings(max_examples=60, deadline=None)
def test_quarters_are_those_of_the_standard_library(values) -> None:
    found = spread(values, NINETY_FIVE)
    assert [Fraction(one) for one in (found.lower_quartile, found.median, found.upper_quartile)] == (
        naive_skills.quartiles([Fraction(one) for one in values])
    )
    if found.low is not None:
        assert found.low <= found.median <= found.high


@pytest.mark.parametrize("count", range(1, 13))
@pytest.mark.parametrize("confidence", [Fraction(1, 2), Fraction(9, 10), NINETY_FIVE])
def test_bounds_of_the_median_are_those_of_the_slow_twin(count: int, confidence: Fraction) -> None:
    assert median_place(count, confidence) == naive_skills.median_place(count, confidence)


@pytest.mark.parametrize(("count", "place"), [(5, 0), (6, 1), (9, 2), (10, 2), (20, 6), (50, 18), (100, 40)])
def test_bounds_of_the_median_are_those_of_printed_tables(count: int, place: int) -> None:
    assert median_place(count, NINETY_FIVE) == place


@pytest.mark.parametrize(  # exact 95% limits of a Poisson count, as tables print them
    ("count", "low", "high"), [(5, 1.623, 11.668), (10, 4.795, 18.390), (20, 12.217, 30.888), (100, 81.364, 121.627)]
)
def test_limits_are_close_to_printed_poisson_limits(count: int, low: float, high: float) -> None:
    assert poisson_limits(count, 1.959964) == pytest.approx((low, high), abs=0.02)


def test_limits_never_fall_below_nothing() -> None:
    assert poisson_limits(0, 1.96)[0] == 0
    assert poisson_limits(0.05, 3.09)[0] == 0


def test_areas_that_vary_by_chance_alone_have_no_overdispersion() -> None:
    assert overdispersion([100, 100, 100], [100, 100, 100], 0.1) == 1
    assert overdispersion([64, 144, 64, 144], [100] * 4, 0) == pytest.approx(16)
    outlier = [100.0] * 19 + [400.0]
    assert overdispersion(outlier, [100.0] * 20, 0.1) == 1


def test_an_area_far_short_stands_out() -> None:
    rows = [(50, 100000)] * 9 + [(10, 100000), (90, 100000), (35, 100000)]
    found = gaps(rows)
    assert [found[str(at)].standing for at in (0, 9, 10, 11)] == [
        Standing.AMONG,
        Standing.FAR_BELOW,
        Standing.FAR_ABOVE,
        Standing.BELOW,
    ]
    assert (found["9"].gap.low, found["9"].gap.figure.value, found["9"].gap.high) == (40, 40, 40)


def test_too_few_areas_are_not_compared_and_peers_count() -> None:
    mine = [supply(at, 5, 10000) for at in range(3)]
    assert skills_gaps(mine) == ()
    theirs = [supply(f"P{at}", 7, 10000) for at in range(3)]
    assert {one.area for one in skills_gaps(mine, theirs)} == {"0", "1", "2"}
    assert {one.peers.count for one in skills_gaps(mine, [*theirs, mine[0]])} == {6}


def test_a_role_that_half_of_the_areas_do_without_has_no_gap() -> None:
    assert gaps([(0, 10000)] * 4 + [(5, 10000)] * 3) == {}


def test_each_group_has_its_own_peers() -> None:
    nurses = [supply(at, 10, 10000) for at in range(6)]
    pharmacists = [supply(at, 2, 10000, "pharmacist") for at in range(6)]
    assert {(one.group, one.peers.median) for one in skills_gaps([*nurses, *pharmacists])} == {
        ("nurse", 10),
        ("pharmacist", 2),
    }


def test_an_area_without_patients_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot have"):
        supply("A", 1, 0)
