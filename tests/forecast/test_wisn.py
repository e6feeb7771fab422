"""WISN from a table, as page, command and workbook: the constructed example, and whatever is wrong by row."""

from __future__ import annotations

import csv
import json
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.http import urlencode
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from tests.dataset.web.small_world import World
from typer.testing import CliRunner

from wholetime.config.commands.forecast import forecast
from wholetime.forecast.engine.demand.wisn_table import NotWisn, read_wisn
from wholetime.forecast.web.wisn_file import rows_in
from wholetime.forecast.web.wisn_form import EXAMPLE


def test_the_constructed_example_from_a_table() -> None:
    """1,530 hours; 10,200 contacts of half an hour; 20% for all; 153 hours for each of two: 4.367, and 4 are there."""
    one, other = read_wisn(EXAMPLE)
    assert one.available.hours == 1530
    values = one.as_values()
    assert values["for_workloads"] == "3.333333"
    assert values["category_factor"] == "1.25"
    assert values["individual_factor"] == "0.2"
    assert (values["required"], values["required_people"]) == ("4.366667", 4)
    assert (values["ratio"], values["difference"], values["pressure"]) == ("0.916031", "-0.366667", "8.396947")
    assert other.name == "Support workers"
    assert float(other.need.required) == pytest.approx(4800 * 0.75 / 1530 / 0.9)


def test_what_is_not_said_is_as_it_comes_and_ones_own_goes_first() -> None:
    plain, own = read_wisn(
        "a,activity,visits,100,30\nb,activity,visits,100,30\nb,time,Annual leave,40,\n,time,weeks,50,\n"
    )
    assert plain.available.days == 5 * 50 - 8 - 29 - 10 - 6
    assert own.available.days == plain.available.days - 11
    assert plain.as_values()["in_post"] is None
    assert plain.as_values()["ratio"] is None


def test_a_table_is_pasted_with_tabs_or_semicolons() -> None:
    expected = [one.as_values() for one in read_wisn(EXAMPLE)]
    for mark in "\t;":
        assert [one.as_values() for one in read_wisn(EXAMPLE.replace(",", mark))] == expected
    assert read_wisn('a,activity,visits,"1,000",30')[0].workloads[0].yearly == 1000


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("", "nothing to work out"),
        ("a,work,visits,1,1", "row 1: a line is in post, time, activity, everybody or some, not 'work'"),
        ("a,activity,visits,many,1", "row 1: the amount 'many' is not a number of 0 or more"),
        ("a,activity,visits,-1,1", "row 1: the amount '-1'"),
        ("a,activity,visits,1,", "row 1: each, in minutes, is a number above 0, not ''"),
        ("a,some,teaching,1,", "row 1: each, in hours a year"),
        ("a,time,holidays,1,", "row 1: a time is days a week"),
        (",activity,visits,1,1", "row 1: a staff category is needed"),
        (",time,weeks,50,", "no row names a staff category"),
        ("a,in post,,1,\na,in post,,2,", "row 2: staff in post of a are given twice"),
        ("a,everybody,meetings,100,", "a: category allowances of 100% leave no time"),
        ("a,time,annual leave,300,\na,in post,,1,", "a: -64 days of 7.5 hours leave no time for work"),
        ("a,activity,x,1,1\nb,nothing,x,1,1\nc,activity,x,1,0", "row 3: each, in minutes"),
    ],
)
def test_what_is_wrong_is_told_by_row(rows: str, says: str) -> None:
    with pytest.raises(NotWisn) as caught:
        read_wisn(rows)
    assert says in "\n".join(caught.value.wrong)


@given(
    st.lists(st.tuples(st.integers(1, 9_999), st.integers(1, 600)), min_size=1, max_size=5),
    st.integers(0, 60),
    st.integers(0, 30),
)
def test_twin_hours_needed_over_hours_there_are(loads: list[tuple[int, int]], share: int, hours: int) -> None:
    rows = [f"a,activity,x{n},{yearly},{minutes}" for n, (yearly, minutes) in enumerate(loads)]
    (found,) = read_wisn("\n".join([*rows, f"a,everybody,meetings,{share},", f"a,some,teaching,2,{hours or 1}"]))
    work = sum(yearly * minutes / 60 for yearly, minutes in loads)
    there = (5 * 52 - 8 - 29 - 10 - 6) * 7.5
    assert float(found.need.required) == pytest.approx(work / there / (1 - share / 100) + 2 * (hours or 1) / there)


def test_the_page_shows_every_step(world: World) -> None:
    page = world.gita.get("/forecast/QOP/wisn/").content.decode()
    assert "An example, until you put in your own work" in page
    assert "Community midwives: 4.4 required, 4.0 in post, 0.4 too few." in page
    for step in ("3.33", "1.250", "4.37", "0.92", "8.4%", "3,060", "1,530"):
        assert step in page
    own = world.gita.get(f"/forecast/QOP/wisn/?{urlencode({'lines': 'Team,activity,Visits,1000,60'})}").content.decode()
    assert "An example" not in own
    assert "Team: 0.6 required, in whole people 1." in own
    wrong = world.gita.get(f"/forecast/QOP/wisn/?{urlencode({'lines': 'Team,activity,Visits,1000,'})}").content.decode()
    assert "Row 1: each, in minutes, is a number above 0" in wrong
    assert "Nothing worked out yet" in wrong


def test_standards_are_listed_with_their_sources(world: World) -> None:
    page = world.gita.get("/forecast/QOP/need/").content.decode()
    assert "national planning ratio of one midwife to 29.5 births" in page
    assert "29.5 births a year" in page
    assert "1 January 2019" in page
    assert "/forecast/QOP/cover/" in page


def test_the_command_and_its_workbook(tmp_path: Path) -> None:
    file, out = tmp_path / "team.csv", tmp_path / "team.xlsx"
    file.write_text(EXAMPLE)
    run = CliRunner().invoke(forecast, ["wisn", str(file), "--json", "--out", str(out)])
    assert run.exit_code == 0, run.output
    assert json.loads(run.stdout)[0]["required"] == "4.366667"
    sheets = load_workbook(out)
    text = " ".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value)
    assert "Standard workload" in text
    assert "Community midwives" in text
    table = CliRunner().invoke(forecast, ["wisn", str(file)]).output
    assert "4.37" in table
    assert "-0.37" in table
    file.write_text("a,activity,x,1,\n")
    assert CliRunner().invoke(forecast, ["wisn", str(file)]).exit_code == 2


def a_file(rows: str, name: str = "team.csv") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, rows.encode())}


def test_rows_of_a_file_are_taken_to_the_page(world: World) -> None:
    assert "/forecast/QOP/wisn/file/" in world.gita.get("/forecast/QOP/wisn/").content.decode()
    assert "What the file needs" in world.gita.get("/forecast/QOP/wisn/file/").content.decode()
    sent = world.gita.post("/forecast/QOP/wisn/file/", a_file(EXAMPLE.replace("category,line", "Category,LINE")))
    assert sent.status_code == 302
    page = world.gita.get(sent["Location"]).content.decode()
    assert "Community midwives: 4.4 required, 4.0 in post, 0.4 too few." in page
    assert "An example" not in page


def test_a_workbook_gives_what_its_rows_give() -> None:
    book, out = Workbook(), BytesIO()
    for row in csv.reader(EXAMPLE.splitlines()):
        book.active.append([float(cell) if cell.replace(".", "").isdigit() else cell or None for cell in row])
    book.save(out)
    found = read_wisn(rows_in("team.xlsx", out.getvalue()))
    assert [one.as_values() for one in found] == [one.as_values() for one in read_wisn(EXAMPLE)]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("category,line,name,amount,each\nTeam,activity,Visits,1000,60\nTeam,activity,Calls,many,10", "Row 3: "),
        ("category,line,name\nTeam,activity,Visits", "no column amount"),
        ("", "The file is empty"),
        (EXAMPLE + "\nTeam,activity,Visit,1,1" * 300, "a page takes 5,000"),
    ],
)
def test_a_file_that_cannot_be_worked_out_says_why(world: World, rows: str, says: str) -> None:
    page = world.gita.post("/forecast/QOP/wisn/file/", a_file(rows))
    assert (page.status_code, says in page.content.decode()) == (200, True)


def test_a_file_by_rest(world: World) -> None:
    found = world.gita.post("/api/v1/need/wisn", a_file(EXAMPLE)).json()
    assert found == [one.as_values() for one in read_wisn(EXAMPLE)]
    wrong = world.gita.post("/api/v1/need/wisn", a_file("category,line,amount\nTeam,activity,1"))
    assert (wrong.status_code, "Row 2: each, in minutes" in wrong.json()["detail"]) == (422, True)
    torn = world.gita.post("/api/v1/need/wisn", a_file("PK", "team.xlsx"))
    assert torn.status_code == 422
