"""`wholetime roster` on problems small enough to read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wholetime.config.cli import app
from wholetime.config.commands.roster_solving import standing
from wholetime.roster.engine.arrays import FORBIDDEN
from wholetime.roster.engine.optimise import Progress

PROBLEM = """SECTION_HORIZON
2
SECTION_SHIFTS
E,480,
SECTION_STAFF
Ann,E=2,960,480,2,1,1,0
SECTION_COVER
0,E,1,100,1
1,E,2,100,1
"""


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    file = tmp_path / "problem.txt"
    file.write_text(PROBLEM)
    return file


def roster(folder: Path, *lines: str) -> Path:
    file = folder / "roster.csv"
    file.write_text("\n".join(["employee,day,shift", *lines, ""]))
    return file


def test_a_roster_is_scored(problem: Path, tmp_path: Path) -> None:
    answer = CliRunner().invoke(app, ["roster", "score", str(problem), str(roster(tmp_path, "Ann,0,E"))])
    assert answer.exit_code == 0
    assert answer.stdout.split() == ["200", "demand", "for", "E", "on", "day", "1", "200", "penalty"]


def test_a_score_for_a_machine(problem: Path, tmp_path: Path) -> None:
    file = str(roster(tmp_path, "Ann,0,E", "Ann,1,E"))
    told = json.loads(CliRunner().invoke(app, ["roster", "score", str(problem), file, "--json"]).stdout)
    assert (told["penalty"], told["legal"], told["by_day"]) == (100, True, {"1": 100})


def test_a_roster_that_breaks_what_must_hold_ends_with_1(problem: Path, tmp_path: Path) -> None:
    answer = CliRunner().invoke(app, ["roster", "score", str(problem), str(roster(tmp_path))])
    assert answer.exit_code == 1
    assert "broken: Ann, day 1: total minutes (480; must not be)" in answer.stderr


@pytest.mark.parametrize(
    ("line", "told"),
    [("Ann,2,E", "Ann: day 2 is outside the horizon"), ("Ann,x,E", "the day is 'x': not a whole number (line 2)")],
)
def test_a_roster_that_cannot_be_is_refused(problem: Path, tmp_path: Path, line: str, told: str) -> None:
    answer = CliRunner().invoke(app, ["roster", "score", str(problem), str(roster(tmp_path, line))])
    assert answer.exit_code == 2
    assert told in answer.stderr


def test_a_malformed_problem_is_refused_with_its_line(problem: Path, tmp_path: Path) -> None:
    problem.write_text(PROBLEM.replace("1,E,2,100,1", "1,E,-2,100,1"))
    answer = CliRunner().invoke(app, ["roster", "score", str(problem), str(roster(tmp_path))])
    assert answer.exit_code == 2
    assert "it cannot be below zero (line 9)" in answer.stderr


def test_a_roster_is_written_in_another_form(problem: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    command = ["roster", "write", str(problem), str(roster(tmp_path, "Ann,0,E")), "--out", str(out)]
    assert CliRunner().invoke(app, command).exit_code == 0
    assert "Roster of problem" in out.read_text()
    stranger = CliRunner().invoke(app, [*command, "--person", "Eve"])
    assert (stranger.exit_code, stranger.stderr) == (2, "Eve is nobody in problem\n")


def test_a_roster_is_made_and_proven(problem: Path, tmp_path: Path) -> None:
    out = tmp_path / "made.csv"
    answer = CliRunner().invoke(app, ["roster", "solve", str(problem), "--json", "--seconds", "300", "--out", str(out)])
    told = json.loads(answer.stdout)
    assert {name: told[name] for name in ("penalty", "bound", "gap", "status", "seed", "legal")} == {
        "penalty": 100,
        "bound": 100,
        "gap": 0.0,
        "status": "optimal",
        "seed": 0,
        "legal": True,
    }
    assert out.read_text() == "employee,day,shift\nAnn,0,E\nAnn,1,E\n"


def test_a_problem_without_a_legal_roster_is_told_as_such(problem: Path) -> None:
    problem.write_text(PROBLEM.replace("960,480,2,1,1,0", "960,960,1,1,1,0"))  # two shifts, but never two running
    answer = CliRunner().invoke(app, ["roster", "solve", str(problem), "--json", "--seconds", "5"])
    told = json.loads(answer.stdout)
    assert (answer.exit_code, told["status"], told["legal"], told["bound"]) == (1, "infeasible", False, None)
    assert "Ann has no legal line, whatever the others do." in answer.stderr


def test_only_the_competitions_problems_have_stages(problem: Path) -> None:
    answer = CliRunner().invoke(app, ["roster", "solve", str(problem), "--stages"])
    assert (answer.exit_code, answer.stderr.split(",")[0]) == (2, "--stages is for the competition's problems")


@pytest.mark.parametrize(
    ("progress", "told"),
    [
        (Progress(0.0, FORBIDDEN, -FORBIDDEN), "no legal roster yet"),
        (Progress(1.0, 2000, -FORBIDDEN), "2,000"),
        (Progress(1.0, 2000, 1900), "2,000  bound 1,900  gap 5.00%"),
        (Progress(1.0, 0, 0), "0  bound 0  gap 0.00%"),
    ],
)
def test_the_line_that_follows_a_search(progress: Progress, told: str) -> None:
    assert standing(progress) == told


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_trust_is_rostered_ward_by_ward(tmp_path: Path, workers: str) -> None:
    wards, out = tmp_path / "wards", tmp_path / "rosters"
    wards.mkdir()
    (wards / "a.txt").write_text(PROBLEM)
    (wards / "b.txt").write_text(PROBLEM.replace("1,E,2,100,1", "1,E,1,100,1"))
    (wards / "c.txt").write_text("SECTION_LUNCH")
    command = ["roster", "trust", str(wards), "--out", str(out), "--seconds", "300", "--workers", workers, "--json"]
    answer = CliRunner().invoke(app, command)
    told = sorted(map(json.loads, answer.stdout.splitlines()), key=lambda ward: str(ward["ward"]))
    assert [(ward["ward"], ward.get("penalty"), ward.get("legal")) for ward in told[:2]] == [
        ("a", 100, True),
        ("b", 0, True),
    ]
    assert told[2] == {"ward": "c", "fault": "SECTION_LUNCH is not a section of this format (line 1)"}
    assert sorted(file.name for file in out.iterdir()) == ["a.csv", "b.csv"]
    assert (answer.exit_code, answer.stderr) == (1, "2 of 3 wards have a legal roster\n")
