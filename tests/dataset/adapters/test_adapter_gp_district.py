"""Patients and GPs by district, whose file does not say its month."""

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from wholetime.dataset.engine.adapter import Reading

Read = Callable[..., Reading]
Published = Callable[[str, str], pl.DataFrame]
Values = Callable[..., dict[tuple[object, ...], float]]

HEADER = ("ltla24_code", "total_patients", "total_gp_fte", "patients_per_gp")


def test_patients_and_gps_are_kept_and_their_ratio_is_checked(read_rows: Read, values: Values) -> None:
    rows = [("E08000001", 1000, 2.5, 400), ("E08000002", 1000, 2.5, 401), ("S12000033", 1000, 2.5, 400)]
    reading = read_rows("gp_district", HEADER, *rows)
    assert values(reading.frame, "measure", "org", "period_to") == {
        ("district_patients", "E08000001", date(2024, 3, 31)): 1000,
        ("district_gp_wte", "E08000001", date(2024, 3, 31)): 2.5,
    }
    assert reading.refusals.select("row", "column").rows() == [(3, "patients_per_gp"), (4, "ltla24_code")]
    assert "taken for 2024-03" in reading.passed_over[0]


def test_the_files_name_may_tell_another_month(read_rows: Read) -> None:
    reading = read_rows("gp_district", HEADER, ("E08000001", 1000, 2.5, 400), name="by_district_June 2025.csv")
    assert reading.frame["period_to"].unique().to_list() == [date(2025, 6, 30)]
    assert reading.passed_over == ()


@pytest.mark.shared_data
def test_districts_fit_the_year_that_ends_in_their_month(read_published: Published) -> None:
    """The practices of the same year, averaged, have 62.88 million patients; a March has a little more."""
    frame = read_published("gp_district", "healthyr_patients_per_gp_by_ltla.csv")
    assert frame["org"].n_unique() == 296
    year = read_published("gp_practice_year", "gp_workforce_practice_fy_staffgroups_2016_2024.csv")
    average = year.filter((pl.col("measure") == "patients") & (pl.col("period_to") == date(2024, 3, 31)))["value"].sum()
    patients = frame.filter(measure="district_patients")["value"].sum()
    assert 1 < float(patients) / float(average) < 1.01
