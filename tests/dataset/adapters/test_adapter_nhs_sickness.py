"""Sickness: days lost, days available, and the rate they must give."""

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from wholetime.dataset.engine.adapter import Reading

Read = Callable[..., Reading]
Published = Callable[[str, str], pl.DataFrame]
Values = Callable[..., dict[tuple[object, ...], float]]

HEADER = ["DATE", "ORG_CODE", "ORG_TYPE", "FTE_DAYS_LOST", "FTE_DAYS_AVAILABLE", "SICKNESS_ABSENCE_RATE_PERCENT"]


def test_days_and_rate(read_rows: Read, values: Values) -> None:
    reading = read_rows(
        "nhs_sickness",
        HEADER,
        ("30/04/2024", "R0A", "Acute", "45.625478970000004", 1000, 4.56),
        ("30/04/2024", "QOP", "Integrated Care Board", 1, 3, 33.33),
    )
    assert reading.refusals.is_empty()
    found = values(reading.frame, "measure", "org", "sector")
    assert found["fte_days_lost", "R0A", "nhs_trust"] == 45.625479
    assert found["fte_days_available", "QOP", "other_nhs"] == 3
    assert found["published_sickness_rate", "QOP", "other_nhs"] == 33.33
    assert reading.frame.select("period_from", "period_to").unique().rows() == [(date(2024, 4, 1), date(2024, 4, 30))]


def test_a_rate_that_its_days_contradict_is_refused(read_rows: Read) -> None:
    reading = read_rows("nhs_sickness", HEADER, ("30/04/2024", "R0A", "Acute", 45, 1000, 5.4))
    assert reading.refusals["reason"].to_list() == ["is not days lost over days available"]
    assert reading.frame.is_empty()


@pytest.mark.shared_data
def test_every_published_rate_follows_from_its_days(read_published: Published) -> None:
    frame = read_published("nhs_sickness", "nhs_sickness_absence_*.csv")
    wide = frame.pivot("measure", index=["org", "period_to"], values="value")
    rates = wide.select(
        pl.col("published_sickness_rate").cast(pl.Float64),
        computed=(pl.col("fte_days_lost").cast(pl.Float64) / pl.col("fte_days_available").cast(pl.Float64) * 100).round(
            2
        ),
    )
    assert rates.height > 2500
    assert rates.filter((pl.col("computed") - pl.col("published_sickness_rate")).abs() > 0.001).is_empty()
