"""Age bands as published, and what rounding and withholding leave open."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholetime.insight.engine.age_bands import age_ends
from wholetime.insight.engine.ages_known import AgeCount, best, known_ages


def exact(people: Decimal) -> tuple[Decimal, Decimal]:
    return people, people


def near(people: Decimal) -> tuple[Decimal, Decimal]:
    return people - 2, people + 2


def known(counts: dict[str, int | None], total: int | None = None, readings=exact):
    listed = [AgeCount(band, None if people is None else Decimal(people)) for band, people in counts.items()]
    return known_ages("nhs_trust", listed, None if total is None else Decimal(total), readings)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("55-59", (55, 59)),
        ("25 to 29", (25, 29)),
        ("65 and over", (65, None)),
        ("70+", (70, None)),
        ("under 25", (None, 24)),
        ("Under 20", (None, 19)),
        ("57", (57, 57)),
        ("Unknown", None),
        ("all ages", None),
    ],
)
def test_bands_are_read_as_publications_write_them(text: str, ends: object) -> None:
    assert age_ends(text) == ends


@given(st.integers(15, 80), st.integers(0, 20))
def test_a_band_that_is_written_is_read_back(youngest: int, width: int) -> None:
    assert age_ends(f"{youngest}-{youngest + width}") == (youngest, youngest + width)


def test_what_is_missing_from_the_total_is_shared_among_the_withheld_bands() -> None:
    found = known({"50-54": 60, "55-59": None, "60-64": None, "Unknown": 10}, total=80)
    assert [(one.people, one.low, one.high) for one in found.groups] == [(60, 60, 60), (5, 0, 10), (5, 0, 10)]
    assert (found.total, found.withheld, found.unknown) == (80, 10, 10)


def test_rounded_counts_keep_their_range() -> None:
    assert [(one.low, one.high) for one in known({"57": 10}, readings=near).groups] == [(8, 12)]


def test_the_finest_level_that_withholds_little_is_used() -> None:
    single = known({"56": 50, "57": None}, total=60)
    bands = known({"55-59": 60}, total=60)
    assert best([single, bands], Decimal("0.05")) is bands
    assert best([single, bands], Decimal("0.5")) is single
    assert best([single, known({})], Decimal("0.05")) is single
    assert best([known({})], Decimal(1)) is None
