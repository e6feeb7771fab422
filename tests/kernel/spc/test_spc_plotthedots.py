"""NHSRplotthedots 0.2.2, by the expectations of its own tests."""

from dataclasses import replace
from fractions import Fraction

import pytest
from tests.kernel.spc.spc_vectors import daily, vectors

from wholetime.kernel.spc import MDC, PLOTTHEDOTS, Direction, RuleSet, Screening, chart
from wholetime.kernel.spc.icons import assurance_icon
from wholetime.kernel.spc.limits import Limits
from wholetime.kernel.spc.phases import Placed
from wholetime.kernel.spc.signals import shift, trend, two_of_three

_WORDS = {"increase": Direction.UP, "decrease": Direction.DOWN, "neutral": Direction.NEITHER}
_BAND = Limits(*(Fraction(n, 10) for n in (0, -30, 30, -15, 15)))


def _cases(name: str) -> list[dict]:
    return vectors("plotthedots.json")[name]


def _placed(values: list[int]) -> list[Placed]:
    return [Placed(day, Fraction(value), 0, _BAND) for day, value in daily(values)]


def _spread(ends: list[int]) -> list[int]:
    """The package marks the seventh point of a run; the run is it and the six before."""
    return [int(any(ends[i : i + 7])) for i in range(len(ends))]


def _marked(marks: object, n: int) -> list[int]:
    found = {i for i, _ in marks}
    return [int(i in found) for i in range(n)]


@pytest.mark.parametrize("case", _cases("xmr_limits"), ids=lambda case: case["name"])
def test_limits(case: dict) -> None:
    rules = PLOTTHEDOTS if case["screen_outliers"] else replace(PLOTTHEDOTS, screening=Screening.NONE)
    drawn = chart(daily(case["y"]), improve=Direction.UP, rules=rules)
    limits = drawn.limits
    printed, digits = (case["expect"], 7) if "expect" in case else (case["expect_3sf"], 3)
    for name, line in (("mean", limits.mean), ("lpl", limits.lower), ("upl", limits.upper)):
        assert float(f"{line:.{digits}g}") == pytest.approx(printed[name], rel=1e-9)
    assert len(drawn.points) == printed.get("n", len(drawn.points))
    grey = sum(point.colour == "grey" for point in drawn.points)
    assert grey == printed.get("common_cause", grey)


@pytest.mark.parametrize("case", _cases("part_of_seven"))
def test_a_run_is_its_end_and_the_six_before(case: dict) -> None:
    assert _spread(case["flags"]) == case["expect"]


@pytest.mark.parametrize("case", _cases("seven_point_one_side_of_mean"))
def test_shift(case: dict) -> None:
    values = case["relative_to_mean"]
    assert _marked(shift(_placed(values), PLOTTHEDOTS), len(values)) == _spread(case["expect"])


@pytest.mark.parametrize("case", _cases("seven_point_trend"))
def test_trend(case: dict) -> None:
    marks = list(trend(_placed(case["y"]), PLOTTHEDOTS))
    assert _marked(marks, len(case["y"])) == _spread(case["expect"])
    assert {way for _, way in marks} == set(case["expect"]) - {0}


@pytest.mark.parametrize("case", _cases("two_in_three") + _cases("part_of_two_in_three"))
@pytest.mark.parametrize("rules", [MDC, PLOTTHEDOTS], ids=lambda rules: rules.name)
def test_two_of_three(case: dict, rules: RuleSet) -> None:
    """The package finds windows first and keeps their near points second; we give what is kept."""
    close = case["close"]
    values = [side * (2 if near else 1) for near, side in zip(close, case["relative_to_mean"], strict=True)]
    expected = [window * near for window, near in zip(case["expect"], close, strict=True)]
    assert _marked(two_of_three(_placed(values), rules), len(values)) == expected


@pytest.mark.parametrize("case", _cases("special_cause_integration"))
def test_two_near_points_on_opposite_sides_are_common_cause(case: dict) -> None:
    drawn = chart(daily(case["y"]), improve=Direction.UP, rules=PLOTTHEDOTS)
    assert [p.rule or "common_cause" for p in drawn.points[-2:]] == case["expect_last_two_point_type"]


@pytest.mark.parametrize("case", _cases("assurance"), ids=lambda case: case["improvement"])
def test_assurance(case: dict) -> None:
    icons = [
        assurance_icon(Limits(Fraction(), Fraction(low), Fraction(high)), Fraction(case["target"]), improve)
        for low, high in zip(case["lpl"], case["upl"], strict=True)
        for improve in [_WORDS[case["improvement"]]]
    ]
    assert icons == case["expect"]
