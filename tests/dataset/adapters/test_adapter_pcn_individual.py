"""Networks: records counted, because their identifiers are redrawn."""

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from wholetime.dataset.engine.adapter import Reading

Read = Callable[..., Reading]
Published = Callable[[str, str], pl.DataFrame]
Values = Callable[..., dict[tuple[object, ...], float]]

HEADER = [
    "Data_source",
    "CENSUS_YEAR",
    "CENSUS_MONTH",
    "PCN_CODE",
    "STAFF_GROUP",
    "STAFF_ROLE",
    "DETAILED_STAFF_ROLE",
    "FTE",
    "UNIQUE_IDENTIFIER",
]
DPC = "Other Direct Patient Care staff"


def test_people_once_and_wte_in_full(read_rows: Read, values: Values) -> None:
    reading = read_rows(
        "pcn_individual",
        HEADER,
        ("NWRS Staff", 2020, 3, "U68696", DPC, "Pharmacists", "Pharmacist", "0.986666667", 3182),
        ("NWRS contracted services", 2020, 3, "U68696", DPC, "Pharmacists", "Pharmacist", 0.5, 3182),
        (
            "NWRS Staff",
            2020,
            3,
            "U68696",
            "Directors",
            "Clinical Director",
            "Clinical Director – DPC",
            "-0.026666667",
            9,
        ),
        ("NWRS Staff", 2020, 3, "U6869", DPC, "Pharmacists", "Pharmacist", 1, 4),
    )
    assert reading.refusals["column"].to_list() == ["PCN_CODE"]
    assert "below zero" in reading.passed_over[0]
    found = values(reading.frame, "measure", "staff_group", "role", "detail")
    assert found["headcount", "direct_patient_care", "Pharmacist", None] == 1
    assert found["wte", "direct_patient_care", "Pharmacist", None] == 1.486667
    assert found["wte", "direct_patient_care", "Pharmacist", "NWRS contracted services"] == 0.5
    assert found["wte", None, None, None] == 1.46
    assert reading.frame["period_to"].unique().to_list() == [date(2020, 3, 31)]


@pytest.mark.shared_data
def test_networks_grew_from_344_to_14149_wte(read_published: Published) -> None:
    frame = read_published("pcn_individual", "pcn_workforce_*_individual.csv").filter(measure="wte", cut="")
    by_quarter = {day: round(float(rows["value"].sum())) for (day,), rows in frame.group_by("period_to")}
    assert by_quarter[date(2020, 3, 31)] == 344
    assert by_quarter[date(2022, 9, 30)] == 14149
    assert len(by_quarter) == 11
    assert sorted(by_quarter.values()) == [by_quarter[day] for day in sorted(by_quarter)]


def test_records_without_an_identifier_are_not_one_person(read_rows: Read, values: Values) -> None:
    contracted = ("NWRS contracted services", 2022, 9, "U68696", DPC, "Pharmacists", "Pharmacist", 0.5, "NULL")
    staff = ("NWRS Staff", 2022, 9, "U68696", DPC, "Pharmacists", "Pharmacist", 1, 3182)
    reading = read_rows("pcn_individual", HEADER, contracted, contracted, staff)
    assert "2 rows without an identifier, each counted as a person" in reading.passed_over
    found = values(reading.frame, "measure", "staff_group", "role", "detail")
    assert found["headcount", "direct_patient_care", None, None] == 3
    assert found["wte", "direct_patient_care", None, None] == 2
