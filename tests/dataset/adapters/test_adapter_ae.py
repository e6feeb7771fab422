"""A&E: official months, and two longer series."""

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from wholetime.dataset.engine.adapter import Reading
from wholetime.dataset.engine.adapters.ae_monthly import COLUMNS

Read = Callable[..., Reading]
Published = Callable[[str, str], pl.DataFrame]
Values = Callable[..., dict[tuple[object, ...], float]]


MONTHLY = ["Period", "Org Code", "Parent Org", *COLUMNS]
SERIES = ["nhs_trust22_code", "date", "total_attendances", "attendances_over_4hours", "total_emergency_admissions"]
SERIES = [*SERIES, "emergency_admissions_over_4hours"]


def month(org: str, *numbers: int, period: str = "MSitAE-SEPTEMBER-2024") -> tuple[object, ...]:
    return (period, org, "NORTH WEST ", *numbers, *[0] * (len(COLUMNS) - len(numbers)))


def test_a_month_with_its_total(read_rows: Read, values: Values) -> None:
    reading = read_rows(
        "ae_monthly",
        MONTHLY,
        month("R0A", 5, 1, 2, 3),
        month("NTV0B", 0, 0, 4),
        month("Total ", 5, 1, 6, 3, period="TOTAL"),
    )
    assert reading.refusals.is_empty()
    assert reading.passed_over == ("1 TOTAL row, which the providers' rows add up to",)
    found = values(reading.frame.filter(measure="attendances"), "org", "sector", "detail")
    assert found["R0A", "nhs_trust", None] == 11
    assert found["R0A", "nhs_trust", "Type 1, booked"] == 3
    assert found["NTV0B", "other_nhs", "Other"] == 4
    assert reading.frame.select("period_from", "period_to").unique().rows() == [(date(2024, 9, 1), date(2024, 9, 30))]


def test_a_total_that_its_rows_do_not_give_is_refused(read_rows: Read) -> None:
    reading = read_rows("ae_monthly", MONTHLY, month("R0A", 5), month("TOTAL", 6, period=" Total "))
    assert reading.refusals.rows() == [(3, "A&E attendances Type 1", "6", "is not what the rows above add up to")]


def test_a_row_without_a_month_is_refused(read_rows: Read) -> None:
    reading = read_rows("ae_monthly", MONTHLY, month("R0A", 5, period="SEPTEMBER"), month("R0B", 5, period=""))
    assert reading.refusals.select("row", "column").rows() == [(2, "Period"), (3, "Period")]
    assert reading.frame.is_empty()


def test_the_series_by_type(read_rows: Read, values: Values) -> None:
    header = ["period", "org_code", "type", "attendances", "breaches", "admissions"]
    rows = [("2016-04-01", "AAH", "other", "212.0", "0.0", "0.0"), ("2016-04-01", "AAH", "1", "8.0", "1.0", "2.0")]
    reading = read_rows("ae_provider_series", header, *rows)
    found = values(reading.frame, "measure", "detail")
    assert found["attendances", None] == 220
    assert found["attendances_over_4_hours", "Type 1"] == 1
    assert found["emergency_admissions_through_ae", "Other"] == 0


def test_two_wrong_months_of_the_total_series_are_dropped(read_rows: Read, values: Values) -> None:
    rows = [("RGT", month, 12525, "NA", 3355, 358) for month in ("January 2025", "February 2025", "March 2025")]
    reading = read_rows("ae_provider_series", SERIES, *rows)
    assert reading.frame["period_to"].unique().to_list() == [date(2025, 1, 31)]
    assert "2 rows of February and March 2025" in reading.passed_over[0]
    assert set(values(reading.frame, "measure")) == {
        ("attendances",), ("emergency_admissions",), ("admission_waits_over_4_hours",),
    }  # fmt: skip


@pytest.mark.shared_data
def test_every_official_month_adds_up_to_its_total(read_published: Published) -> None:
    """The adapter refuses a TOTAL row that does not agree, and read_published allows no refusal."""
    frame = read_published("ae_monthly", "ae_monthly_*.csv").filter(measure="attendances", cut="")
    assert frame["period_to"].n_unique() >= 12
    april = frame.filter(pl.col("period_to") == date(2024, 4, 30))
    assert int(april["value"].sum()) == 2_240_668


@pytest.mark.shared_data
def test_the_series_agrees_with_the_official_months(read_published: Published) -> None:
    official = read_published("ae_monthly", "ae_monthly_2024-*.csv").filter(measure="attendances", cut="")
    series = read_published("ae_provider_series", "healthyr_trust_ae_monthly.csv").filter(measure="attendances")
    both = series.join(official, on=["org", "period_to"], how="inner")
    assert both.height > 1000
    assert both.filter(pl.col("value") == pl.col("value_right")).height / both.height > 0.99


SYSTEMS = (
    "icb22_code",
    "total_attendances",
    "attendances_over_4hours",
    "total_emergency_admissions",
    "emergency_admissions_over_4hours",
    "date",
)


def test_systems_are_named_by_either_code_they_had(read_rows: Read, values: Values) -> None:
    rows = [("E54000057", 100, 40, 30, 10, "April 2022"), ("E54000053", 50, 20, 15, "NA", "April 2022")]
    found = values(read_rows("ae_system_series", SYSTEMS, *rows).frame, "measure", "org", "period_to")
    assert found["system_attendances", "QOP", date(2022, 4, 30)] == 100
    assert found["system_emergency_admissions", "QNX", date(2022, 4, 30)] == 15
    assert ("system_admission_waits_over_4_hours", "QNX", date(2022, 4, 30)) not in found


def test_a_system_that_is_none_or_waits_more_than_it_sees_is_refused(read_rows: Read) -> None:
    rows = [("E54000001", 100, 40, 30, 10, "April 2022"), ("E54000057", 50, 51, 15, 1, "April 2022")]
    refused = read_rows("ae_system_series", SYSTEMS, *rows).refusals.select("row", "column").rows()
    assert refused == [(2, "icb22_code"), (3, "attendances_over_4hours")]


@pytest.mark.shared_data
def test_systems_add_up_to_the_official_months(read_published: Published) -> None:
    """But for October and November 2024, of which the series holds another issue than the monthly files."""
    official = read_published("ae_monthly", "ae_monthly_2024-*.csv").filter(cut="")
    series = read_published("ae_system_series", "healthyr_icb_ae_monthly.csv")
    for measure in ("attendances", "attendances_over_4_hours", "emergency_admissions"):
        by_month = official.filter(measure=measure).group_by("period_to").agg(pl.col("value").sum().alias("official"))
        systems = series.filter(measure=f"system_{measure}").group_by("period_to").agg(pl.col("value").sum())
        both = systems.join(by_month, on="period_to")
        assert both.height == 9
        differing = both.filter(pl.col("value") != pl.col("official"))
        assert set(differing["period_to"]) == {date(2024, 10, 31), date(2024, 11, 30)}, measure
        assert differing.filter((pl.col("value") / pl.col("official") - 1).abs() > 0.002).is_empty()
    april = series.filter(measure="system_attendances", period_to=date(2024, 4, 30))
    assert int(april["value"].sum()) == 2_240_668
