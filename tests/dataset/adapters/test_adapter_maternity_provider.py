"""Maternity: providers counted once, national rows only compared."""

from collections.abc import Callable

import polars as pl
import pytest

from wholetime.dataset.engine.adapter import Reading

Read = Callable[..., Reading]
Published = Callable[[str, str], pl.DataFrame]
Values = Callable[..., dict[tuple[object, ...], float]]

HEADER = ["Period", "Dimension", "Org_Level", "Org_Code", "Org_Name", "Measure", "Count_Of", "Value"]


def row(dimension: str, org: str, label: str, value: object, of: str = "Deliveries", level: str = "Provider") -> tuple:
    return ("2022-23", dimension, level, org, "X", label, of, value)


def test_totals_and_dimensions(read_rows: Read, values: Values) -> None:
    reading = read_rows(
        "maternity_provider",
        HEADER,
        row("TotalDeliveries", "R0A", "", 100),
        row("TotalDeliveries", "National", "", 100, level="National"),
        row("TotalBabies", "R0A", "", 105, "Babies"),
        row("AgeAtBookingMotherGroup", "R0A", "20 to 24", 40),
        row("EthnicCategoryMotherGroup", "R0A", "Not known", 5),
        row("EthnicCategoryMotherGroup", "R0A", "Missing value / Value outside reporting parameters", 10),
        row("MethodOfDelivery", "R0A", "Spontaneous", 50, "Babies"),
        row("DeprivationDecileAtBooking", "R0A", "01 - Most deprived", "*"),
        row("FolicAcidSupplement", "R0A", "Not Stated", 5),
    )
    assert reading.refusals.is_empty()
    found = reading.frame.select("measure", "age_band", "ethnicity", "detail", "value").rows()
    assert [(m, a, e, d, None if v is None else int(v)) for m, a, e, d, v in found] == [
        ("deliveries", None, None, None, 100),
        ("babies", None, None, None, 105),
        ("deliveries", "20-24", None, None, 40),
        ("deliveries", None, "Unknown", None, 15),
        ("babies_by_method", None, None, "Spontaneous", 50),
        ("deliveries_by_deprivation", None, None, "1", None),
    ]
    assert len(reading.passed_over) == 2


def test_a_national_total_beyond_rounding_is_said(read_rows: Read) -> None:
    reading = read_rows(
        "maternity_provider",
        HEADER,
        row("TotalDeliveries", "R0A", "", 100),
        row("TotalDeliveries", "National", "", 110, level="National"),
    )
    assert reading.passed_over[1] == (
        "the national TotalDeliveries is 110 and the providers' rows add up to 100: both are as published"
    )


@pytest.mark.shared_data
def test_published_deliveries_of_2022_23(read_published: Published) -> None:
    """The national total is 531,000; the providers, each rounded to 5, give 530,960."""
    frame = read_published("maternity_provider", "hes_maternity_msds_*.csv").filter(measure="deliveries", cut="")
    by_year = {day.year: int(rows["value"].sum()) for (day,), rows in frame.group_by("period_to")}
    assert by_year[2023] == 530960
    assert set(by_year) == {2021, 2022, 2023}
