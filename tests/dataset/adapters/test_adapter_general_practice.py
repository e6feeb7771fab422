"""General practice: two yearly layouts, three monthly ones."""

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from wholetime.dataset.engine.adapter import Reading

Read = Callable[..., Reading]
Published = Callable[[str, str], pl.DataFrame]
Values = Callable[..., dict[tuple[object, ...], float]]

GROUPS = [
    "Practice.Code",
    "Year",
    "TOTAL_PATIENTS",
    "TOTAL_GP_EXTGL_FTE",
    "TOTAL_LOCUUM_TRN_FTE",
    "TOTAL_NURSES_FTE",
    "TOTAL_DPC_FTE",
    "TOTAL_ADMIN_FTE",
    "IMD",
    "IMD_quintile",
]
ROLES = [
    "Practice.Code",
    "Year",
    "TOTAL_PATIENTS",
    "TOTAL_GP_EXTGL_HC",
    "TOTAL_GP_EXTGL_FTE",
    "TOTAL_ADMIN_FTE",
    "TOTAL_ADMIN_MANAGER_FTE",
    "TOTAL_ADMIN_RECEPT_FTE",
    "TOTAL_ADMIN_TELEPH_FTE",
    "IMD",
    "IMD_quintile",
]
HIGH = ["prac_code", "prac_name", "staff_group", "detailed_staff_role", "measure", "value", "year", "month"]
INDIVIDUAL = [
    "sub_icb_code",
    "data_source",
    "unique_identifier",
    "staff_group",
    "detailed_staff_role",
    "age_band",
    "gender",
    "fte",
    "year",
    "month",
]


def test_the_yearly_layout_by_group(read_rows: Read, values: Values) -> None:
    reading = read_rows(
        "gp_practice_year",
        GROUPS,
        ("A81001", 2016, 4222, 2.1, 0, 1, 0.3, 6.2, "29.94546757", 4),
        ("A81002", 2016, 100, "NA", "NA", 1, 0.3, 6.2, "NA", "NA"),
    )
    found = values(reading.frame, "measure", "org", "staff_group")
    assert found["wte", "A81001", None] == 9.6
    assert found["wte", "A81001", "general_practitioner"] == 2.1
    assert found["patients", "A81002", None] == 100
    assert found["deprivation_score", "A81001", None] == 29.945468
    assert ("wte", "A81002", None) not in found
    assert ("wte", "A81002", "practice_nurse") in found
    assert reading.frame.select("period_from", "period_to").unique().rows() == [(date(2015, 4, 1), date(2016, 3, 31))]


def test_the_two_yearly_layouts_share_no_slice(read_rows: Read) -> None:
    by_group = read_rows("gp_practice_year", GROUPS, ("A81001", 2016, 4222, 2.1, 0, 1, 0.3, 6.2, 30, 4)).frame
    by_role = read_rows("gp_practice_year", ROLES, ("A81001", 2016, 4222, 2, 2.1, 6.2, 1, 4.4, 0, 30, 4)).frame
    assert by_role.join(by_group, on=["measure", "cut", "period_to"], how="semi").is_empty()
    assert set(by_role["role"]) == {None, "Manager", "Receptionist", "Telephonist"}


def test_the_long_monthly_layout(read_rows: Read, values: Values) -> None:
    reading = read_rows(
        "gp_return_practice_high",
        HIGH,
        ("A81038", "X", "GP", "Salaried GP", "FTE", 1.5, 2024, "08"),
        ("A81038", "X", "GP", "GP in Training Grade ST2", "FTE", 1, 2024, "08"),
        ("A81038", "X", "GP", "Total", "FTE", 2.5, 2024, "08"),
        ("A81038", "X", "Nurses", "Practice Nurse", "HC", 3, 2024, "08"),
        ("A81038", "X", "Nurses", "Practice Nurse", "FTE", 1, 2024, "13"),
    )
    assert reading.refusals.rows() == [(6, "month", "13", "is more than 12")]
    assert reading.passed_over == ("1 row of totals of other rows",)
    found = values(reading.frame, "measure", "staff_group", "role")
    assert found["wte", None, None] == 2.5
    assert found["wte", "general_practitioner", None] == 1.5
    assert found["wte", "gp_trainee_locum", "GP in Training Grade ST2"] == 1
    assert found["headcount", "practice_nurse", "Practice Nurse"] == 3
    assert reading.frame["period_to"].unique().to_list() == [date(2024, 8, 31)]


def test_a_practice_with_a_role_not_available_has_no_total_in_the_long_layout(read_rows: Read, values: Values) -> None:
    reading = read_rows(
        "gp_return_practice_high",
        HIGH,
        ("A81038", "X", "GP", "Salaried GP", "FTE", 1.5, 2024, "08"),
        ("A81038", "X", "Nurses", "Practice Nurse", "FTE", "NA", 2024, "08"),
        ("A81038", "X", "Nurses", "Nurse Specialist", "FTE", 1, 2024, "08"),
        ("A81039", "Y", "GP", "Salaried GP", "FTE", 2, 2024, "08"),
    )
    found = values(reading.frame, "org", "staff_group", "role")
    assert ("A81038", None, None) not in found
    assert ("A81038", "practice_nurse", None) not in found
    assert found["A81038", "general_practitioner", None] == 1.5
    assert found["A81038", "practice_nurse", "Nurse Specialist"] == 1
    assert found["A81039", None, None] == 2


def test_the_wide_monthly_layout(read_rows: Read, values: Values) -> None:
    cells = {
        "prac_code": "A81001", "year": 2025, "month": "07", "gp_source": "Fully provided",
        "nurse_source": "Fully estimated - no data provided", "total_patients": 3849, "male_patients_0to4": 91,
        "total_gp_hc": 5, "total_gp_extgl_hc": 1, "total_gp_fte": "4.84", "total_gp_extgl_fte": 1,
        "female_gp_hc": 4, "female_gp_extgl_hc": 1, "total_gp_extgl_hc_60to64": 1, "total_gp_hc_60to64": 1,
        "total_nurses_hc": 2, "total_nurses_fte": "1.2", "total_dpc_fte": "NA", "total_admin_recept_fte": 3,
    }  # fmt: skip
    reading = read_rows("gp_return_practice_detailed", cells, tuple(cells.values()))
    found = values(reading.frame, "measure", "staff_group", "role", "sex", "age_band")
    assert found["patients", None, None, "Male", "0-4"] == 91
    assert found["wte", "gp_trainee_locum", None, None, None] == 3.84
    assert found["headcount", "gp_trainee_locum", None, "Female", None] == 3
    assert found["headcount_55_over", "general_practitioner", None, None, None] == 1
    assert found["wte", "practice_admin", "Receptionist", None, None] == 3
    assert ("wte", None, None, None, None) not in found
    by_status = reading.frame.filter(pl.col("status") == "estimated")
    assert set(by_status["staff_group"]) == {"practice_nurse"}


def test_individual_records_are_counted_by_place(read_rows: Read, values: Values) -> None:
    reading = read_rows(
        "gp_return_individual",
        INDIVIDUAL,
        ("36L", "Provided", "1_20232", "GP", "Salaried GP", "40-44", "Female", 0.5, 2023, "02"),
        ("36L", "Provided", "1_20232", "GP", "Salaried GP", "40-44", "Female", 0.2, 2023, "02"),
        ("36L", "Provided", "2_20232", "GP", "GP Locum", "40-44", "Other/Unknown", 1, 2023, "02"),
        ("36L", "Estimated", "3_20232", "Nurses", "Practice Nurse", "Unknown", "Male", 0.704822911, 2023, "02"),
    )
    found = values(reading.frame, "measure", "staff_group", "role", "sex", "detail")
    assert found["individual_headcount", "general_practitioner", None, None, "Provided"] == 1
    assert found["individual_wte", "general_practitioner", "Salaried GP", "Female", "Provided"] == 0.7
    assert found["individual_wte", "gp_trainee_locum", "GP Locum", "Unknown", "Provided"] == 1
    assert set(reading.frame.filter(detail="Estimated")["status"]) == {"estimated"}
    assert not set(reading.frame["measure"]) & {"wte", "headcount"}


@pytest.mark.shared_data
def test_fully_qualified_gps_of_2015_16(read_published: Published) -> None:
    """27,372.5 FTE without trainees and locums, in both layouts' own column, counted once."""
    frame = read_published("gp_practice_year", "gp_workforce_practice_fy_*.csv")
    found = frame.filter(
        (pl.col("measure") == "wte")
        & (pl.col("staff_group") == "general_practitioner")
        & (pl.col("period_to") == date(2016, 3, 31))
    )
    assert float(found["value"].sum()) == 27372.5
    assert found["role"].null_count() == found.height


@pytest.mark.shared_data
def test_the_wide_sample_agrees_with_its_own_totals(read_published: Published) -> None:
    frame = read_published("gp_return_practice_detailed", "gpw_schema_sample_practice_detailed*.csv")
    wte = frame.filter(measure="wte")
    by_cut = {cut: float(rows["value"].sum()) for (cut,), rows in wte.group_by("cut")}
    assert by_cut["staff_group"] == pytest.approx(by_cut["staff_group+sex"], abs=0.001)
    assert by_cut["staff_group"] == pytest.approx(by_cut["staff_group+role"], abs=0.001)
    patients = frame.filter(measure="patients")
    assert float(patients.filter(cut="")["value"].sum()) == float(patients.filter(cut="sex+age_band")["value"].sum())
