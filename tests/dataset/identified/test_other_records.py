"""Absences, leavers and care workers."""

from __future__ import annotations

from tests.dataset.identified.conftest import KEY, ReadText, refused

from wholetime.dataset.engine.pseudonym import pseudonymise

ABSENCE = "Absence Month,Organisation Code,Employee Number,NI Number,Occupation Code,Absence Reason,FTE Days Lost\n"
LEAVERS = (
    "Termination Date,Organisation Code,Employee Number,NI Number,Occupation Code,"
    "Reason for Leaving,Destination on Leaving,FTE\n"
)
WORKERS = (
    "SNAPSHOTDATE,ORGCODE,UNIQUEWORKERID,NINUMBER,DOB,GENDER,ETHNICITY,NATIONALITY,"
    "MAINJOBROLE,EMPLSTATUS,CONTHOURS,STARTDATE\n"
)


def test_episodes_of_one_person_month_and_reason_are_added_up(read_text: ReadText) -> None:
    reading = read_text(
        "esr_absence",
        ABSENCE
        + """Oct-2025,SYNT01,1,QQ123456A,N6A,S13 Cold,2
        Oct-2025,SYNT01,1,QQ123456A,N6A,S13 Cold,1.5
        Oct-2025,SYNT01,1,QQ123456A,N6A,,1
        Oct-2025,SYNT01,2,,H1A,S13 Cold,200
        Oct-2025,SYNT01,3,,H1A,S13 Cold,x""",
    )
    rows = reading.frame.select("staff_group", "reason", "fte_days_lost").rows()
    assert [(group, reason, float(days)) for group, reason, days in rows] == [
        ("nursing", "S13 Cold", 3.5),
        ("nursing", "Unknown", 1.0),
    ]
    assert refused(reading) == [(5, "FTE Days Lost", "is more than 155"), (6, "FTE Days Lost", "is not a number")]


def test_a_person_with_two_employee_numbers_has_one_absence_in_the_lake(read_text: ReadText) -> None:
    rows = "Oct-2025,SYNT01,1,QQ123456A,N6A,S13 Cold,2\nOct-2025,SYNT01,9,QQ123456A,N6A,S13 Cold,3"
    lake, people = pseudonymise(read_text("esr_absence", ABSENCE + rows).frame, KEY)
    assert [float(days) for days in lake["fte_days_lost"]] == [5.0]
    assert sorted(people["employee_number"]) == ["1", "9"]


def test_leavers_keep_a_reason_that_was_not_recorded_as_null(read_text: ReadText) -> None:
    reading = read_text(
        "esr_leavers",
        LEAVERS
        + """14/10/2025,SYNT01,1,QQ123456A,N2C,Retirement Age,No Employment,0.6
        31/10/2025,SYNT01,2,,H2C,,,1
        20/10/2025,SYNT01,2,,H2C,Death in Service,,1""",
    )
    rows = reading.frame.select("month", "staff_group", "reason", "destination").rows()
    assert [(str(row[0]), *row[1:]) for row in rows] == [
        ("2025-10-31", "midwifery", "Retirement Age", "No Employment"),
        ("2025-10-31", "support_clinical", None, None),
    ]
    assert refused(reading) == [(4, "Employee Number", "appears a second time in this file")]


def test_care_workers_hours_become_wte(read_text: ReadText) -> None:
    reading = read_text(
        "asc_wds_worker",
        WORKERS
        + """31/10/2025,SYNC0001,w1,QQ123456A,01/02/1985,2,A White British,British,8,1,37,15/06/2019
        31/10/2025,SYNC0001,w2,,,1,,,4,2,18.5,
        31/10/2025,SYNC0001,w3,,,1,,,12,2,18.5,
        31/10/2025,SYNC0001,w4,,,1,,,16,1,200,""",
    )
    rows = reading.frame.select("staff_group", "job_role", "sex", "contract", "age").rows()
    assert rows == [
        ("care_worker", "Care worker", "Female", "permanent", 40),
        ("registered_manager", "Registered manager", "Male", "fixed_term", None),
    ]
    assert [float(fte) for fte in reading.frame["fte"]] == [1.0, 0.5]
    assert refused(reading) == [
        (4, "MAINJOBROLE", "is not a known main job role code"),
        (5, "CONTHOURS", "is more than 168"),
    ]
