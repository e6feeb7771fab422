"""A roster in the forms that people use: a grid for Excel, a calendar, a page to print."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time
from pathlib import Path

import icalendar
import pytest
from openpyxl import load_workbook

from wholetime.roster.engine.formats import Format, Malformed, Opened, open_problem, open_roster
from wholetime.roster.engine.formats.calendars import write_calendar
from wholetime.roster.engine.formats.grid import write_excel
from wholetime.roster.engine.formats.pages import write_page
from wholetime.roster.engine.formats.writing import write_out
from wholetime.roster.engine.problem import Assignment, Contract, Demand, Duty, Horizon, Person, Problem, Roster
from wholetime.roster.engine.scoring import score

MADE = datetime(2026, 10, 1, 12, tzinfo=UTC)
WARD = Problem(
    name="Ward <7>",
    horizon=Horizon(start=date(2026, 10, 23), days=4),
    people=(Person(name="Asha", contract="full"), Person(name="=SUM(A1)", contract="full")),
    duties=(
        Duty(name="N", start=time(20), minutes=720, unpaid=60, place="Ward 7"),
        Duty(name="study", minutes=450),
    ),
    contracts=(Contract(name="full"),),
    demand=(Demand(day=0, preferred=2, under=10),),
)
ROSTER = Roster((Assignment("Asha", 1, "N"), Assignment("=SUM(A1)", 0, "study")))


def test_a_grid_for_excel_has_people_down_and_days_across() -> None:
    sheet = load_workbook(io.BytesIO(write_excel(WARD, ROSTER, MADE.date())))["Roster"]
    rows = [[value or "" for value in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[:3] == [
        ["Person", "Fri 23 Oct", "Sat 24 Oct", "Sun 25 Oct", "Mon 26 Oct", "Hours"],
        ["Asha", "", "N", "", "", 12],  # the night of 13 hours in which the clocks go back, less a break
        ["=SUM(A1)", "study", "", "", "", 7.5],
    ]
    assert sheet["A3"].data_type == "s", "a name is never a formula"


def test_a_calendar_holds_a_persons_duties_by_the_clock() -> None:
    calendar = icalendar.Calendar.from_ical(write_calendar(WARD, ROSTER, MADE, "Asha"))
    (event,) = calendar.walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("N", "Ward 7")
    start, end = event.decoded("DTSTART"), event.decoded("DTEND")
    assert (start.isoformat(), end.isoformat()) == ("2026-10-24T20:00:00+01:00", "2026-10-25T08:00:00+00:00")
    assert calendar.walk("VTIMEZONE")


def test_a_calendar_of_everybody_names_them_and_a_duty_without_start_is_a_day() -> None:
    first = write_calendar(WARD, ROSTER, MADE)
    events = icalendar.Calendar.from_ical(first).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == ["=SUM(A1): study", "Asha: N"]
    assert events[0].decoded("DTSTART") == date(2026, 10, 23)
    assert first == write_calendar(WARD, ROSTER, MADE)


def test_a_page_shows_the_grid_and_what_costs_most() -> None:
    page = write_page(WARD, ROSTER, score(WARD, ROSTER))
    assert "Roster of Ward &lt;7&gt;" in page
    assert "<7>" not in page
    assert '<th scope="row">Asha</th><td></td><td class="d0 weekend">N</td>' in page
    assert "It breaks no rule that must hold. Its penalty is 10." in page
    assert "demand for work on day 0</th><td>10" in page
    assert '<span class="key d0">N</span> 20:00–08:00' in page
    assert '<span class="key d1">study</span> 7.5 hours' in page


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_a_roster_is_opened_as_it_was_written(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"roster.{ending}"
    write_out(file, Opened(WARD, Format.JSON), ROSTER, MADE)
    assert open_roster(file, WARD) == ROSTER


def test_an_ending_that_is_not_known_and_a_roster_for_others_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Malformed, match=r"roster.doc: a roster is written as .csv, .json, .xlsx, .ics, .html"):
        write_out(tmp_path / "roster.doc", Opened(WARD, Format.JSON), ROSTER, MADE)
    (tmp_path / "other.csv").write_text("employee,day,shift\nEve,0,N\n")
    with pytest.raises(Malformed, match=r"other.csv is no roster for Ward <7>: Eve is nobody in Ward <7>"):
        open_roster(tmp_path / "other.csv", WARD)


def test_a_problem_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Malformed, match="cannot be read: No such file or directory"):
        open_problem(tmp_path / "nothing.json")
