"""A figure cannot exist without its labels, and prints the same way everywhere."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholetime.kernel.figure import (
    LABELS,
    TITLES,
    Coverage,
    Definition,
    Figure,
    FigureError,
    Scope,
    Source,
    Suppression,
    Unit,
)
from wholetime.kernel.period import month

LEAVER_RATE = Definition(
    name="leaver_rate",
    title="Leaver rate",
    meaning="Leavers as a share of average headcount",
    unit=Unit.PERCENT,
    numerator="leavers",
    denominator="mean headcount",
    publication="NHS Workforce Statistics",
)
PUBLISHED = Source(
    "NHS Workforce Statistics", "turnover.csv", "ab" * 32, datetime(2025, 1, 2, 3, 4, tzinfo=UTC), "OGL v3"
)
MADE_UP = Source("Synthetic", "made.csv", "cd" * 32, datetime(2025, 1, 2, tzinfo=UTC), "none", synthetic=True)
NUMBERS = st.decimals(-(10**9), 10**9, places=4)


def figure(**changes: Any) -> Figure:
    labels: dict[str, Any] = {
        "definition": LEAVER_RATE,
        "value": Decimal("7.5"),
        "numerator": Decimal(15),
        "denominator": Decimal(200),
        "period": month(2024, 4),
        "scope": Scope(org="R0A", group="Nurses"),
        "sources": (PUBLISHED,),
    }
    return Figure(**labels | changes)


def test_a_figure_prints_with_all_its_labels() -> None:
    row = figure(
        scope=Scope("R0A", "QOP", "Nurses", (("sex", "F"),)),
        coverage=Coverage(23, 24, Decimal("0.02")),
        notes=("two practices merged",),
    ).as_row()
    assert row == {
        "figure": "leaver_rate",
        "value": 7.5,
        "unit": "percent",
        "numerator": 15,
        "denominator": 200,
        "period": "2024-04",
        "org": "R0A",
        "place": "QOP",
        "group": "Nurses",
        "sex": "F",
        "coverage": {"reported": 23, "expected": 24, "share": float(Decimal(23) / 24), "imputed": 0.02},
        "sources": [
            {
                "publication": "NHS Workforce Statistics",
                "file": "turnover.csv",
                "sha256": "ab" * 32,
                "loaded_at": "2025-01-02T03:04:00+00:00",
                "licence": "OGL v3",
                "synthetic": False,
            }
        ],
        "suppressed": None,
        "notes": ["two practices merged"],
    }


def test_the_labels_are_those_of_a_figure_without_a_breakdown() -> None:
    assert figure().as_row().keys() == LABELS


@given(NUMBERS)
def test_a_printed_number_is_the_number(value: Decimal) -> None:
    printed = json.loads(json.dumps(figure(value=value).as_row()))["value"]
    assert Decimal(str(printed)) == value
    assert isinstance(printed, int) == (value % 1 == 0)


@pytest.mark.parametrize("part", ["value", "numerator", "denominator"])
def test_no_number_without_a_source(part: str) -> None:
    nothing = dict.fromkeys(["value", "numerator", "denominator"]) | {part: Decimal(1)}
    with pytest.raises(FigureError, match="leaver_rate has a number but no source"):
        figure(**nothing, sources=())


def test_no_data_needs_no_source() -> None:
    row = figure(value=None, numerator=None, denominator=None, sources=()).as_row()
    assert row["value"] is row["suppressed"] is None
    assert row["sources"] == []


@pytest.mark.parametrize("part", ["value", "numerator", "denominator"])
@pytest.mark.parametrize("reason", Suppression)
def test_a_withheld_figure_carries_no_number(part: str, reason: Suppression) -> None:
    """A withheld rate whose numerator and denominator still showed would be no secret."""
    nothing = dict.fromkeys(["value", "numerator", "denominator"]) | {part: Decimal(0)}
    with pytest.raises(FigureError, match="withheld"):
        figure(**nothing, suppression=reason)


@pytest.mark.parametrize("reason", Suppression)
def test_a_withheld_figure_says_why(reason: Suppression) -> None:
    row = figure(value=None, numerator=None, denominator=None, suppression=reason).as_row()
    assert row["suppressed"] == reason.value
    assert row["value"] is row["numerator"] is row["denominator"] is None


@pytest.mark.parametrize("part", ["value", "numerator", "denominator"])
@pytest.mark.parametrize("wrong", [Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), 7.5, 7])
def test_only_exact_finite_numbers(part: str, wrong: object) -> None:
    with pytest.raises(FigureError, match="exact, finite"):
        figure(**{part: wrong})


@pytest.mark.parametrize("name", sorted(LABELS | TITLES))
def test_a_breakdown_cannot_pose_as_a_label(name: str) -> None:
    with pytest.raises(FigureError, match=name):
        figure(scope=Scope(detail=((name, "0"),)))


def test_a_breakdown_is_named_once() -> None:
    with pytest.raises(FigureError, match="sex"):
        figure(scope=Scope(detail=(("sex", "F"), ("age", "25-34"), ("sex", "M"))))


def test_one_synthetic_source_makes_a_figure_synthetic() -> None:
    assert not figure().synthetic
    assert figure(sources=(PUBLISHED, MADE_UP)).synthetic


@given(st.integers(0, 500), st.integers(0, 500))
def test_coverage_is_a_share_or_impossible(reported: int, expected: int) -> None:
    if reported > expected:
        with pytest.raises(ValueError, match="impossible"):
            Coverage(reported, expected)
    elif expected == 0:
        assert Coverage(reported, expected).share is None
    else:
        share = Coverage(reported, expected).share
        assert share is not None
        assert 0 <= share <= 1


@pytest.mark.parametrize("arguments", [(-1, 3), (0, -1), (1, 3, Decimal("-0.01")), (1, 3, Decimal("1.01"))])
def test_impossible_coverage_is_refused(arguments: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError, match="impossible"):
        Coverage(*arguments)


def test_unknown_coverage_prints_as_nothing() -> None:
    assert figure().as_row()["coverage"] is None
    assert figure(coverage=Coverage(0, 0)).as_row()["coverage"] == {
        "reported": 0,
        "expected": 0,
        "share": None,
        "imputed": None,
    }


def test_a_figure_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        figure().value = Decimal(1)  # type: ignore[misc]
