"""Every published chart, dot for dot and digit for digit."""

import csv
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from tests.kernel.spc.spc_vectors import FOLDER, MISPRINTS, Published, daily, published_charts, vectors

from wholetime.kernel.spc import MDC, Direction, Kind, Rule, Screening, chart
from wholetime.kernel.spc.limits import exact, xmr_limits
from wholetime.kernel.spc.phases import place
from wholetime.kernel.spc.signals import signals

_DIGITS = 1e-13  # the published figures are binary floats, right to their last digit or two


def _judged(one: Published) -> list[str]:
    drawn = chart(one.points, improve=one.improve, rebase=one.rebase, baseline=one.baseline)
    return [point.colour.value for point in drawn.points]


@pytest.mark.parametrize("one", published_charts(), ids=lambda one: one.name)
def test_dots(one: Published) -> None:
    expected = [
        MISPRINTS.get((one.name, day), colour) for (day, _), colour in zip(one.points, one.colours, strict=True)
    ]
    assert _judged(one) == expected


def test_a_misprint_is_a_dot_that_disagrees() -> None:
    disagreeing = {
        (one.name, day)
        for one in published_charts()
        for (day, _), colour, found in zip(one.points, one.colours, _judged(one), strict=True)
        if colour != found
    }
    assert disagreeing == set(MISPRINTS)


def test_the_published_file_is_whole() -> None:
    assert len(published_charts()) == 23
    assert sum(len(one.points) for one in published_charts()) == 521


def test_limits_and_moving_ranges_of_the_worked_chart() -> None:
    with (FOLDER / "mdc_limits.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))[1:]
    limits = xmr_limits([Fraction(row[0]) for row in rows], MDC)
    last = rows[-1]
    printed = {1: limits.mean, 3: limits.moving_range, 9: limits.upper, 10: limits.lower}
    for column, ours in printed.items():
        assert float(ours) == pytest.approx(float(last[column]), abs=5.1e-9)


@pytest.mark.parametrize(("name", "kind"), [("XmR", Kind.XMR), ("T", Kind.T), ("G", Kind.G)])
class TestGolden:
    def rows(self, name: str) -> list[dict]:
        return vectors("mdc_golden.json")[name]

    def test_limits(self, name: str, kind: Kind) -> None:
        rows = self.rows(name)
        values = [None if row["ghost"] else row["value"] for row in rows]
        limits = chart(daily(values), improve=Direction.UP, kind=kind).limits.as_dict()
        columns = {
            "mean": "mean",
            "lower": "lcl",
            "upper": "ucl",
            "near_lower": "l2",
            "near_upper": "u2",
            "moving_range": "mrMean",
        }
        for ours, theirs in columns.items():
            printed = rows[-1][theirs]
            assert limits[ours] == (None if printed is None else pytest.approx(printed, rel=_DIGITS)), ours

    def test_rules(self, name: str, kind: Kind) -> None:
        rows = [row for row in self.rows(name) if not row["ghost"]]
        placed = place([(day, exact(row["value"])) for day, row in daily(rows)], MDC, kind=kind)
        flags = {
            "sc3High": (Rule.OUTSIDE_LIMITS, 1),
            "sc3Low": (Rule.OUTSIDE_LIMITS, -1),
            "sc23High": (Rule.TWO_OF_THREE, 1),
            "sc23Low": (Rule.TWO_OF_THREE, -1),
            "shiftHigh": (Rule.SHIFT, 1),
            "shiftLow": (Rule.SHIFT, -1),
            "trendUp": (Rule.TREND, 1),
            "trendDown": (Rule.TREND, -1),
        }
        for row, found in zip(rows, signals(placed, MDC), strict=True):
            assert {(s.rule, s.way) for s in found} == {flags[name] for name in flags if row[name]}

    def test_judgement(self, name: str, kind: Kind) -> None:
        """Save where the publisher's component mutes a falling trend above the mean, which its guide does not."""
        rows = self.rows(name)
        values = [None if row["ghost"] else row["value"] for row in rows]
        word = {"blue": "improvement", "orange": "concern", "grey": "neither"}
        for point, row in zip(chart(daily(values), improve=Direction.UP, kind=kind).points, rows, strict=True):
            muted = point.rule is Rule.TREND and point.value > point.mean
            if not (row["ghost"] or muted):
                assert word[point.colour] == row["vIcon"]


def test_screening_of_ranges_and_their_points() -> None:
    published = vectors("mdc_outlier_screening.json")
    rules = replace(MDC, screening=Screening.POINTS)
    limits = chart(daily(published["series"]), improve=Direction.NEITHER, rules=rules).limits
    expected = published["expected"]
    ours = [limits.mean, limits.moving_range, limits.upper, limits.lower, limits.near_upper, limits.near_lower]
    names = ["meanWithoutOutliers", "mrBarExcluded", "upl", "lpl", "twoSigmaUpper", "twoSigmaLower"]
    assert ours == pytest.approx([expected[name] for name in names], abs=published["tolerance"])


def test_process_limits_of_the_guide() -> None:
    """Printed in the test guide to two decimals."""
    one = next(one for one in published_charts() if one.name == "Process limits - 15")
    limits = chart(one.points, improve=Direction.UP).limits
    assert [round(x, 2) for x in (limits.upper, limits.mean, limits.lower)] == [37.64, 23.20, 8.76]


@pytest.mark.parametrize(("day", "rule"), [(1, "outside_limits"), (3, "two_of_three"), (5, "trend"), (9, "trend")])
def test_rule_named_where_rules_clash(day: int, rule: str) -> None:
    one = next(one for one in published_charts() if one.name == "Special cause conflict - High is good")
    points = {p.date: p for p in chart(one.points, improve=one.improve).points}
    assert points[date(2023, 1, day)].rule == rule
