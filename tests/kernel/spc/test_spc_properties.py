"""What must hold of any chart, and agreement with the slow twin."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kernel.spc import spc_naive
from tests.kernel.spc.spc_vectors import daily

from wholetime.kernel.spc import MDC, PLOTTHEDOTS, RULE_SETS, Chart, Direction, chart
from wholetime.kernel.spc.limits import exact, xmr_limits


def zigzag(legs: list[int]) -> list[int]:
    """Up by ones, down by ones, and so on: trends that meet at their turning points."""
    values = [0]
    for number, leg in enumerate(legs):
        values += [values[-1] + (1 if number % 2 == 0 else -1) * step for step in range(1, leg + 1)]
    return values


# A narrow range makes ties, runs and points on the mean common; a wide one makes outliers common.
VALUES = st.one_of(
    st.lists(st.integers(0, 4), min_size=1, max_size=40),
    st.lists(st.integers(-100, 100), min_size=1, max_size=40),
    st.lists(st.sampled_from([0, 1, 2, 3, 50]), min_size=13, max_size=40),
    st.lists(st.integers(0, 9), min_size=13, max_size=20).map(
        lambda steps: [sum(steps[:i]) for i in range(len(steps))]
    ),
    st.lists(st.integers(4, 9), min_size=2, max_size=5).map(zigzag),
)
NAMES = st.sampled_from(sorted(RULE_SETS))
DIRECTIONS = st.sampled_from(list(Direction))
STARTS = st.lists(st.integers(-2, 45), max_size=3).map(
    lambda offsets: [date.fromordinal(date(2024, 1, 1).toordinal() + offset) for offset in offsets]
)


def _seen(drawn: Chart) -> list[tuple[str, str | None]]:
    return [(point.colour.value, point.rule and point.rule.value) for point in drawn.points]


@given(VALUES, NAMES, DIRECTIONS, STARTS, st.one_of(st.none(), st.integers(12, 20)))
def test_agrees_with_the_slow_twin(
    values: list[int], name: str, improve: Direction, starts: list[date], baseline: int | None
) -> None:
    points = daily(values)
    # A start on or before the first point, or after the last, begins nothing.
    drawn = chart(points, improve=improve, rules=RULE_SETS[name], rebase=starts, baseline=baseline)
    assert _seen(drawn) == spc_naive.judge(points, improve.value, name, starts, baseline)


@given(VALUES, st.integers(-1000, 1000), NAMES)
def test_moving_every_value_moves_the_lines_and_no_colour(values: list[int], by: int, name: str) -> None:
    before = chart(daily(values), improve=Direction.UP, rules=RULE_SETS[name])
    after = chart(daily([value + by for value in values]), improve=Direction.UP, rules=RULE_SETS[name])
    assert _seen(before) == _seen(after)
    for name in ("mean", "lower", "upper", "near_lower", "near_upper"):
        line = getattr(before.limits, name)
        moved = getattr(after.limits, name)
        assert moved == (None if line is None else pytest.approx(line + by, abs=1e-9))


@given(VALUES, st.integers(1, 1000), NAMES, DIRECTIONS)
def test_the_unit_does_not_matter(values: list[int], times: int, name: str, improve: Direction) -> None:
    small = chart(daily(values), improve=improve, rules=RULE_SETS[name])
    large = chart(daily([value * times for value in values]), improve=improve, rules=RULE_SETS[name])
    assert _seen(small) == _seen(large)


@given(VALUES, NAMES)
def test_upside_down(values: list[int], name: str) -> None:
    up = chart(daily(values), improve=Direction.UP, rules=RULE_SETS[name], target=3)
    down = chart(daily([-value for value in values]), improve=Direction.DOWN, rules=RULE_SETS[name], target=-3)
    assert _seen(up) == _seen(down)
    assert up.assurance == down.assurance
    swap = {"high": "low", "low": "high", None: None}
    assert [swap[point.side] for point in up.points] == [point.side for point in down.points]


@given(VALUES, NAMES)
def test_flipping_the_direction_swaps_blue_and_orange_where_rules_do_not_conflict(values: list[int], name: str) -> None:
    rules = replace(RULE_SETS[name], improvement_wins=False)
    swap = {"blue": "orange", "orange": "blue", "grey": "grey"}
    up = chart(daily(values), improve=Direction.UP, rules=rules)
    down = chart(daily(values), improve=Direction.DOWN, rules=rules)
    assert [swap[p.colour] for p in up.points] == [p.colour for p in down.points]


@given(VALUES, NAMES)
def test_neither_is_purple_where_a_direction_is_coloured(values: list[int], name: str) -> None:
    judged = chart(daily(values), improve=Direction.UP, rules=RULE_SETS[name])
    unjudged = chart(daily(values), improve=Direction.NEITHER, rules=RULE_SETS[name])
    assert [p.colour == "purple" for p in unjudged.points] == [p.colour != "grey" for p in judged.points]


@given(st.permutations(range(20)))
def test_order_given_does_not_matter(order: list[int]) -> None:
    points = daily([(7 * i * i) % 23 for i in range(20)])
    assert chart([points[i] for i in order], improve=Direction.UP) == chart(points, improve=Direction.UP)


@given(VALUES, st.data())
def test_a_gap_changes_nothing_but_itself(values: list[int], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(values)))
    points = daily([*values[:at], None, *values[at:]])
    gapped = chart(points, improve=Direction.UP)
    whole = chart([point for point in points if point[1] is not None], improve=Direction.UP)
    assert gapped.limits == whole.limits
    assert [p for p in gapped.points if p.value is not None] == list(whole.points)
    assert gapped.points[at].as_dict() | {"date": ""} == {
        "date": "", "value": None, "colour": "grey", "rule": None, "side": None,
        "phase": 0, "mean": None, "lower": None, "upper": None,
    }  # fmt: skip


@given(st.lists(st.decimals(-1000, 1000, places=3), min_size=2, max_size=40))
def test_floats_and_decimals_are_the_same_number(values: list[Decimal]) -> None:
    limits = xmr_limits([exact(value) for value in values], MDC)
    assert limits == xmr_limits([exact(float(value)) for value in values], MDC)
    assert limits.mean == sum(map(Fraction, values), Fraction()) / len(values)


@given(VALUES)
def test_screening_never_widens(values: list[int]) -> None:
    ours = chart(daily(values), improve=Direction.UP, rules=PLOTTHEDOTS).limits
    loose = chart(daily(values), improve=Direction.UP, rules=replace(PLOTTHEDOTS, screening=MDC.screening)).limits
    if ours.upper is not None:
        assert ours.upper <= loose.upper
