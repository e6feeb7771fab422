"""Beds by kind, and general and acute beds apart."""

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from wholetime.dataset.engine.adapter import Reading
from wholetime.dataset.engine.adapters.beds_trust import GENERAL, KINDS

Read = Callable[..., Reading]
Published = Callable[[str, str], pl.DataFrame]
Values = Callable[..., dict[tuple[object, ...], float]]


COLUMNS = [*GENERAL, *(column for pair in KINDS.values() for column in pair)]


def test_kinds_of_beds(read_rows: Read, values: Values) -> None:
    numbers = [2286, 2031, 1982, 1794, 304, 237, 125, 92, "NA", "NA", 63, 45]
    reading = read_rows("beds_trust", ["nhs_trust22_code", "date", *COLUMNS], ("R0A", "April 2022", *numbers))
    found = values(reading.frame, "measure", "detail")
    assert found["beds_available", "Adult general and acute"] == 1982
    assert found["beds_occupied", "Neonatal intensive care"] == 45
    assert found["general_acute_beds_occupied", None] == 2031
    assert ("beds_available", "Paediatric intensive care") not in found
    assert reading.frame["period_to"].unique().to_list() == [date(2022, 4, 30)]


@pytest.mark.shared_data
def test_kinds_give_general_and_acute_within_one_bed_nearly_always(read_published: Published) -> None:
    frame = read_published("beds_trust", "healthyr_trust_critical*.csv")
    parts = frame.filter(pl.col("detail").str.ends_with("general and acute"), measure="beds_available")
    summed = parts.group_by("org", "period_to").agg(pl.col("value").sum(), pl.len()).filter(pl.col("len") == 2)
    whole = frame.filter(measure="general_acute_beds_available")
    gaps = summed.join(whole, on=["org", "period_to"]).select(
        (pl.col("value") - pl.col("value_right")).abs().cast(pl.Float64)
    )
    assert (gaps.to_series() <= 1).mean() > 0.98
