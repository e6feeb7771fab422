"""Establishment, the five-minute return and the staff survey."""

from __future__ import annotations

from datetime import date

import polars as pl
from tests.dataset.identified.conftest import ReadText, counted, refused

RETURN = (
    "Reference date,Organisation code,Organisation type,Role group,"
    "Headcount,WTE,Vacancies WTE,Leavers in 12 months,Aged 55 and over\n"
)


def test_establishment_by_team_group_and_in_all(read_text: ReadText) -> None:
    reading = read_text(
        "establishment",
        """Effective Date,Organisation Code,Team Code,Staff Group,Funded WTE
        31/10/2025,SYNT01,W1,Midwives,10.5
        31/10/2025,SYNT01,W2,Midwives,4
        31/10/2025,SYNT01,W2,nursing,2
        31/10/2025,SYNT01,W2,Wizards,2
        31/10/2025,SYNT01,W2,nursing,3""",
    )
    assert counted(reading.frame, "establishment_wte") == {"midwifery": 14.5, "nursing": 2.0, None: 16.5}
    teams = reading.frame.filter(pl.col("cut") == "staff_group+detail").select("detail", "staff_group").rows()
    assert teams == [("W1", "midwifery"), ("W2", "midwifery"), ("W2", "nursing")]
    assert refused(reading) == [
        (5, "Staff Group", "is not a known staff group"),
        (6, "Team Code", "appears a second time in this file"),
    ]


def test_a_return_gives_each_number_by_group_and_in_all(read_text: ReadText) -> None:
    reading = read_text(
        "five_minute_return",
        RETURN
        + """15/10/2025,SYNG0001,Practice,GPs,4,2.8,0.5,1,2
        15/10/2025,SYNG0001,Practice,Practice nurses,3,2,0,0,1
        15/10/2025,SYNG0001,Practice,Volunteers,6,,,,""",
    )
    frame = reading.frame
    assert refused(reading) == []
    assert counted(frame, "headcount") == {"general_practitioner": 4.0, "practice_nurse": 3.0, None: 7.0}
    assert counted(frame, "wte") == {"general_practitioner": 2.8, "practice_nurse": 2.0, None: 4.8}
    assert counted(frame, "establishment_wte") == {"general_practitioner": 3.3, "practice_nurse": 2.0, None: 5.3}
    assert counted(frame, "headcount_55_over")[None] == 3.0
    assert counted(frame, "volunteers") == {None: 6.0}
    year = frame.filter(pl.col("measure") == "leavers_12m").select("period_from", "period_to").unique().rows()
    assert year == [(date(2024, 11, 1), date(2025, 10, 31))]
    assert set(frame["sector"]) == {"general_practice"}


def test_a_return_that_contradicts_itself_is_refused(read_text: ReadText) -> None:
    reading = read_text(
        "five_minute_return",
        RETURN
        + """31/10/2025,SYNC0001,Care home,Care workers,4,2,0,1,5
        31/10/2025,SYNC0001,Care home,Registered nurses,2,4,0,1,0
        31/10/2025,SYNC0001,Care home,Managers,1.5,1,0,0,0
        31/10/2025,SYNC0001,Castle,Managers,1,1,0,0,0
        31/10/2025,SYNC0002,Care home,Managers,1,1,0,0,0
        31/10/2025,SYNC0002,Care home,managers,1,1,0,0,0""",
    )
    assert refused(reading) == [
        (2, "Aged 55 and over", "is more than the headcount"),
        (3, "WTE", "is more than one and a half WTE a head"),
        (4, "Headcount", "is not a whole number"),
        (5, "Organisation type", "is not a known sector"),
        (5, "Role group", "appears a second time for this organisation"),
        (7, "Role group", "appears a second time for this organisation"),
    ]
    assert set(reading.frame["org"]) == {"SYNC0002"}


def test_a_return_may_leave_columns_out(read_text: ReadText) -> None:
    head = "Reference date,Organisation code,Organisation type,Role group,Headcount"
    frame = read_text("five_minute_return", head + "\n2025-10-31,SYNV001,Charity,Care and support,5").frame
    assert set(frame["measure"]) == {"headcount"}


def test_survey_scores_withheld_stay_withheld(read_text: ReadText) -> None:
    reading = read_text(
        "staff_survey",
        """Year,Organisation Code,Group,Question,Score,Responses
        2024,SYNT01,All,morale,6.25,400
        2024,SYNT01,Midwives,morale,*,8
        2024,SYNT01,Midwives,morale,5,8
        2024,SYNT01,Nurses & health visitors,morale,11,80""",
    )
    scores = reading.frame.filter(pl.col("measure") == "survey_score").select("cut", "staff_group", "status").rows()
    assert scores == [("detail", None, "reported"), ("staff_group+detail", "midwifery", "suppressed")]
    assert refused(reading) == [
        (4, "Question", "appears a second time in this file"),
        (5, "Score", "is more than 10"),
    ]
