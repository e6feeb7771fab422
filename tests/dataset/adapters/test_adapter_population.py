"""Residents by place and by council, and practices' need."""

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from wholetime.dataset.engine.adapter import NotThisLayout, Reading
from wholetime.dataset.engine.adapters import adapter_for
from wholetime.dataset.engine.adapters.population_council import AGES as COUNCIL_AGES
from wholetime.dataset.engine.adapters.population_sub_icb import AGES
from wholetime.dataset.engine.adapters.practice_need import COLUMNS
from wholetime.dataset.engine.opening.open import read_bytes

Read = Callable[..., Reading]
Published = Callable[[str, str], pl.DataFrame]
Values = Callable[..., dict[tuple[object, ...], float]]


PLACES = ["SICBL 2023 Code", "SICBL 2023 Name", "NSHER 2023 Code", "Total", *AGES]


def ones(total: int, name: str = "NHS Greater Manchester ICB - 00T") -> tuple[object, ...]:
    return ("E38000016", name, "E40000010", total, *[1] * len(AGES))


def test_residents_by_sex_and_age(read_rows: Read, values: Values) -> None:
    reading = read_rows("population_sub_icb", PLACES, ones(182), name="ons_mid2022.csv")
    found = values(reading.frame, "org", "sex", "age_band")
    assert found["00T", None, None] == 182
    assert found["00T", "Female", None] == 91
    assert found["00T", "Male", "90+"] == 1
    assert reading.frame["period_to"].unique().to_list() == [date(2022, 6, 30)]


def test_a_place_without_code_or_with_a_wrong_total_is_refused(read_rows: Read) -> None:
    rows = [ones(183), ones(182, "NHS Greater Manchester ICB")]
    reading = read_rows("population_sub_icb", PLACES, *rows, name="mid-2022.csv")
    assert reading.refusals.select("row", "column").rows() == [(2, "Total"), (3, "SICBL 2023 Name")]


def test_a_file_name_without_a_year_is_not_guessed() -> None:
    text = ",".join(PLACES) + "\n" + ",".join(map(str, ones(182))) + "\n"
    raw = read_bytes("population.csv", text.encode())
    found = adapter_for(raw.layout)
    assert found is not None
    with pytest.raises(NotThisLayout, match="must say the year"):
        found.read(raw)


def test_councils_add_up_to_england(read_rows: Read, values: Values) -> None:
    header = ["Code", "Name", "Geography", "All ages", *COUNCIL_AGES]
    england = ("E92000001", "ENGLAND", "Country", 182, *[2] * 91)
    councils = [("E08000003", "Manchester", "Metropolitan District", 91, *[1] * 91)]
    councils.append(("E07000008", "Cambridge", "Non-metropolitan District", 91, *[1] * 91))
    county = ("E10000003", "Cambridgeshire", "County", 91, *[1] * 91)
    reading = read_rows("population_council", header, england, *councils, county, name="mid2020.csv")
    found = values(reading.frame, "measure", "org", "age_band")
    assert found["council_population", "E08000003", None] == 91
    assert found["council_population", "E07000008", "90+"] == 1
    assert not reading.frame["org"].is_in(["E92000001", "E10000003"]).any()
    wrong = read_rows("population_council", header, england, councils[0], name="mid2020.csv")
    assert wrong.refusals["row"].unique().to_list() == [2]


def test_councils_over_the_years(read_rows: Read, values: Values) -> None:
    header = ["Code", "Name", "Geography", "Mid-2020", "Mid-2006"]
    reading = read_rows(
        "population_council", header, ("E08000003", "Manchester", "Metropolitan District", "555,741", 5)
    )
    found = values(reading.frame, "org", "period_to")
    assert found == {("E08000003", date(2020, 6, 30)): 555741, ("E08000003", date(2006, 6, 30)): 5}


def test_need_weights(read_rows: Read, values: Values) -> None:
    header = ["Practice_Code", "ICB", *COLUMNS]
    row = ("A81001", "QHM", *range(1, 11))
    reading = read_rows("practice_need", header, row, name="weights_2025_26.csv")
    found = values(reading.frame, "measure", "period_to")
    assert found["patients", date(2026, 3, 31)] == 1
    assert found["patients_need_weighted", date(2026, 3, 31)] == 2


@pytest.mark.shared_data
def test_published_populations(read_published: Published) -> None:
    places = read_published("population_sub_icb", "ons_mid*_sub_icb_*.csv").filter(cut="")
    england = {day.year: int(rows["value"].sum()) for (day,), rows in places.group_by("period_to")}
    assert england == {2021: 56_554_891, 2022: 57_106_398}
    councils = read_published("population_council", "ons_la_population_series_mye4.csv")
    assert int(councils.filter(pl.col("period_to") == date(2020, 6, 30))["value"].sum()) == 56_550_138
    by_age = read_published("population_council", "ons_mid2020_la_single_year_age_persons.csv")
    assert int(by_age.filter(cut="age_band")["value"].sum()) == 56_550_138


@pytest.mark.shared_data
def test_every_weighting_adds_up_to_the_registered_population(read_published: Published) -> None:
    frame = read_published("practice_need", "icb_allocation_practice_weighted_pop_2025_26.csv")
    totals = frame.group_by("measure").agg(pl.col("value").sum().cast(pl.Float64))["value"]
    assert totals.round(0).unique().to_list() == [63_849_324]


COUNTRIES = ("sex", "Code", "Name", "Geography", "age", "count")


def counted(sex: str, code: str, age: str, count: object) -> tuple[object, ...]:
    return (sex, code, code, "Country", age, count)


def test_england_by_sex_and_age(read_rows: Read, values: Values) -> None:
    rows = [
        counted(sex, code, age, count)
        for sex in ("females", "males")
        for age in ("0", "90+")
        for code, count in (("E92000001", "7.0"), ("W92000004", "2.0"), ("K04000001", "9.0"))
    ]
    reading = read_rows("population_country", COUNTRIES, *rows, name="ons_mid2023.csv")
    found = values(reading.frame, "measure", "org", "sex", "age_band")
    assert found["national_population", "ENG", None, None] == 28
    assert found["national_population", "ENG", "Female", None] == 14
    assert found["national_population", "ENG", "Male", "90+"] == 7
    assert reading.frame["period_to"].unique().to_list() == [date(2023, 6, 30)]
    assert reading.passed_over == ("8 rows of other countries, or of several together",)


def test_a_sum_that_is_none_and_an_unknown_sex_are_refused(read_rows: Read) -> None:
    rows = [counted("males", "E92000001", "0", 7), counted("males", "K04000001", "0", 9)]
    reading = read_rows("population_country", COUNTRIES, *rows, counted("men", "E92000001", "0", 7), name="mid2023.csv")
    assert reading.refusals.select("row", "column").rows() == [(3, "count"), (4, "sex")]


@pytest.mark.shared_data
def test_england_has_as_many_residents_as_published(read_published: Published) -> None:
    frame = read_published("population_country", "ons_mid2023_population_sex_age_region.csv")
    assert int(frame.filter(cut="")["value"].sum()) == 57_690_323
