"""Settings, gaps, notes, icons and the caption."""

import json
from datetime import date
from decimal import Decimal

import pytest
from tests.kernel.spc.spc_vectors import daily

from wholetime.kernel.spc import MDC, PLOTTHEDOTS, RULE_SETS, ChartError, Direction, Kind, RuleSet, chart, sentence

UP, DOWN, NEITHER = Direction.UP, Direction.DOWN, Direction.NEITHER
STEADY = [5, 6, 5, 4, 5, 6, 4, 5, 6, 5, 4, 5, 6, 5, 4]


def test_fewer_than_thirteen_points_show_a_mean_only() -> None:
    drawn = chart(daily(STEADY[:12]), improve=UP, target=9)
    assert drawn.limits.mean == pytest.approx(5)
    assert (drawn.limits.upper, drawn.variation, drawn.assurance) == (None, None, None)
    assert drawn.notes == ("12 points, fewer than the 13 advised: no limits or icons are shown.",)


def test_fewer_than_thirteen_points_are_provisional_under_plotthedots() -> None:
    drawn = chart(daily(STEADY[:12]), improve=UP, target=9, rules=PLOTTHEDOTS)
    assert drawn.limits.upper is not None
    assert drawn.assurance == "consistent_fail"
    assert drawn.notes == ("12 points, fewer than the 13 advised: the limits are provisional.",)


def test_gaps_do_not_count_towards_thirteen() -> None:
    drawn = chart(daily([*STEADY[:12], None, float("nan")]), improve=UP)
    assert drawn.variation is None
    assert drawn.notes[-1] == "2 dates without a value: skipped, neighbours taken as consecutive."


def test_rebase_breaks_the_moving_range() -> None:
    points = daily([1] * 15 + [100] * 15)
    drawn = chart(points, improve=UP, rebase=[points[15][0]])
    assert {(p.phase, p.mean, p.upper) for p in drawn.points} == {(0, 1, 1), (1, 100, 100)}


def test_rebase_between_points_starts_at_the_next() -> None:
    points = [(date(2024, month, 1), month) for month in range(1, 13)] + [(date(2025, 1, 1), 1)]
    drawn = chart(points, improve=UP, rebase=[date(2024, 6, 15)])
    assert [p.phase for p in drawn.points] == [0] * 6 + [1] * 7


def test_a_rebase_that_starts_nothing_is_said() -> None:
    drawn = chart(daily(STEADY), improve=UP, rebase=[date(2024, 1, 1), date(2030, 1, 1)])
    assert drawn.notes == ("No new phase starts at 2024-01-01, 2030-01-01: points are needed both before and after.",)
    assert drawn.limits == chart(daily(STEADY), improve=UP).limits


def test_a_short_phase_is_said() -> None:
    points = daily(STEADY)
    drawn = chart(points, improve=UP, rebase=[points[14][0]])
    assert drawn.notes == ("The phase from 2024-01-15 has 1 point: its limits are provisional.",)
    assert drawn.limits.upper is None


def test_mdc_baseline_overrides_rebase_and_plotthedots_takes_one_for_each_phase() -> None:
    points = daily(STEADY + [value + 10 for value in STEADY])
    options = {"improve": UP, "rebase": [points[15][0]], "baseline": 13}
    one, each = chart(points, **options), chart(points, **options, rules=PLOTTHEDOTS)
    assert {p.phase for p in one.points} == {0}
    assert one.notes == ("A baseline is set, so the rebase dates are not used.",)
    first = chart(points[:13], improve=UP).limits
    assert one.limits == first
    assert [each.points[0].mean, each.points[-1].mean] == pytest.approx([first.mean, first.mean + 10])


@pytest.mark.parametrize(("rules", "shortest"), [(MDC, 2), (PLOTTHEDOTS, 12)])
def test_a_baseline_too_short_is_refused(rules: RuleSet, shortest: int) -> None:
    with pytest.raises(ChartError, match=f"at least {shortest} points"):
        chart(daily(STEADY), improve=UP, baseline=shortest - 1, rules=rules)
    assert chart(daily(STEADY), improve=UP, baseline=shortest, rules=rules).points


def test_two_values_on_one_date_are_refused() -> None:
    with pytest.raises(ChartError, match="2024-01-01 appears more than once"):
        chart([*daily(STEADY), (date(2024, 1, 1), 3)], improve=UP)


def test_infinity_is_refused() -> None:
    with pytest.raises(ChartError, match="infinite"):
        chart(daily([*STEADY, float("inf")]), improve=UP)


@pytest.mark.parametrize(("kind", "letter"), [(Kind.T, "T"), (Kind.G, "G")])
def test_rare_event_charts_refuse_negative_values(kind: Kind, letter: str) -> None:
    with pytest.raises(ChartError, match=f"A {letter} chart"):
        chart(daily([*STEADY, -1]), improve=UP, kind=kind)


def test_nothing_at_all() -> None:
    drawn = chart([], improve=UP, target=3, rules=PLOTTHEDOTS)
    assert (drawn.points, drawn.variation, drawn.assurance, drawn.limits.mean) == ((), None, None, None)
    assert sentence(drawn, "Sickness") == "Sickness: no values to show."


def test_the_same_value_for_ever_is_common_cause() -> None:
    drawn = chart(daily([0.1] * 20), improve=UP, rules=PLOTTHEDOTS)
    assert {p.colour for p in drawn.points} == {"grey"}
    assert drawn.limits.upper == drawn.limits.mean == 0.1


def test_seven_where_mdc_takes_six() -> None:
    points = daily([5, 4, 6, 5, 4, 5, 6, 5, 4, 5, 4, 5, 6, 7, 8, 9])
    assert [p.rule for p in chart(points, improve=UP).points[-6:]] != [None] * 6
    assert chart(points, improve=UP, rules=PLOTTHEDOTS).points[-2].rule != "trend"


def test_a_clash_without_conflict_follows_each_order() -> None:
    """A rising run that ends outside the limits is a trend to one publisher and a single point to the other."""
    points = daily([10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 12, 13, 14, 15, 16, 40])
    assert chart(points, improve=UP).points[-1].rule == "trend"
    assert chart(points, improve=UP, rules=PLOTTHEDOTS).points[-1].rule == "outside_limits"


@pytest.mark.parametrize(
    ("last", "improve", "icon"),
    [
        (9, UP, "improvement_high"),
        (9, DOWN, "concern_high"),
        (9, NEITHER, "neutral_high"),
        (1, UP, "concern_low"),
        (1, DOWN, "improvement_low"),
        (1, NEITHER, "neutral_low"),
        (5, UP, "common_cause"),
    ],
)
def test_variation_icon(last: int, improve: Direction, icon: str) -> None:
    assert chart(daily([*STEADY, last]), improve=improve).variation == icon


@pytest.mark.parametrize(
    ("target", "up", "down"),
    [
        (40, "consistent_fail", "consistent_pass"),
        (30, "inconsistent", "inconsistent"),
        (10, "consistent_pass", "consistent_fail"),
    ],
)
def test_assurance_as_the_guide_draws_it(target: int, up: str, down: str) -> None:
    values = [16, 24, 22, 19, 19, 18, 24, 25, 18, 17, 16, 25, 15, 23, 19]
    values += [35, 32, 35, 31, 27, 33, 28, 38, 35, 30, 28, 29, 27, 24, 23]
    icons = [chart(daily(values), improve=improve, target=target).assurance for improve in (UP, DOWN, NEITHER)]
    assert icons == [up, down, None]


def test_as_dict_is_json_with_the_agreed_keys() -> None:
    told = json.loads(json.dumps(chart(daily([Decimal("5.5"), *STEADY]), improve=UP, target=5).as_dict()))
    assert {"points", "limits", "variation", "assurance"} <= set(told)
    assert told["points"][0] | {"date": "2024-01-01", "value": 5.5, "colour": "grey", "rule": None} == told["points"][0]
    assert {"mean", "lower", "upper"} <= set(told["limits"])
    assert (told["variation"], told["assurance"]) == ("common_cause", "inconsistent")


def test_every_rule_set_says_where_it_is_from() -> None:
    for name, rules in RULE_SETS.items():
        assert rules.name == name
        assert rules.publication
        assert rules.dated
        assert sorted(rules.precedence) == ["outside_limits", "shift", "trend", "two_of_three"]


def test_caption_of_a_signal_with_a_target() -> None:
    months = [(date(2023 + i // 12, i % 12 + 1, 1), value) for i, value in enumerate([*STEADY, 9])]
    assert sentence(chart(months, improve=DOWN, target=9.5), "Sickness rate") == (
        "Sickness rate: 9 in April 2024 is above the upper limit, a sign for concern"
        " (mean 5.25, limits 1.70 to 8.80); the target of 9.50 can be expected to be met."
    )


def test_caption_of_common_cause() -> None:
    assert sentence(chart(daily(STEADY), improve=NEITHER), "Vacancies") == (
        "Vacancies: 4 on 15 January 2024 is within the variation expected of the process (mean 5, limits 2.15 to 7.85)."
    )


def test_caption_of_too_few_points() -> None:
    assert sentence(chart(daily([4, 5]), improve=UP), "Beds") == (
        "Beds: 5 on 2 January 2024 (mean 4.5); too few points to judge (2)."
    )


@pytest.mark.parametrize("rules", [MDC, PLOTTHEDOTS], ids=lambda rules: rules.name)
def test_a_peak_that_ends_one_trend_and_starts_another_belongs_to_the_later(rules: RuleSet) -> None:
    wide = [0, 12, 0, 12, 0, 12]  # keeps the peak well inside the limits
    drawn = chart(daily([*wide, 3, 4, 5, 6, 7, 8, 9, 8, 7, 6, 5, 4, 3]), improve=NEITHER, rules=rules)
    assert [point.rule for point in drawn.points[-12:]] == ["trend"] * 12
    assert [point.side for point in drawn.points[-12:]] == ["high"] * 5 + ["low"] * 7


def test_a_range_exactly_at_the_screening_limit_is_dropped() -> None:
    """Moving ranges 3267, 733, 0 and 0: their mean is 1000."""
    drawn = chart(daily([0, 3267, 4000, 4000, 4000]), improve=UP, rules=PLOTTHEDOTS)
    assert drawn.limits.moving_range == pytest.approx(733 / 3)
