"""`wholetime roster explain`, `swaps`, `replan`, `costs`, `trade-offs` and `conflict`, as they are typed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.roster.living.ward import PROBLEM, ROSTER
from typer.testing import CliRunner

from wholetime.config.commands.roster_living import roster
from wholetime.roster.engine.formats import open_problem, open_roster, read_csv, write_csv, write_problem
from wholetime.roster.engine.problem import Leave
from wholetime.roster.engine.scoring import score


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    problem, held = tmp_path / "ward.json", tmp_path / "june.csv"
    problem.write_text(write_problem(PROBLEM))
    held.write_text(write_csv(ROSTER))
    return [str(problem), str(held)]


def typed(*words: str, code: int = 0) -> str:
    found = CliRunner().invoke(roster, list(words))
    assert found.exit_code == code, found.output
    return found.output


def read(*words: str, code: int = 0) -> Any:
    return json.loads(typed(*words, "--json", code=code))


def test_a_refusal_is_explained_in_words_and_as_data(files: list[str]) -> None:
    asked = ["explain", *files, "--person", "Asha", "--day", "2026-06-02", "--of", "night"]
    said, found = typed(*asked), read(*asked)
    assert said.startswith("Not granted. Alone it would break:\n  day 1: demand for N on day 1 (1; must not be)")
    assert "if Ben agrees" in said
    assert (found["granted"], found["obstacles"][0]["penalty"]) == (False, None)
    assert found["ways"][0]["consent"] == ["Ben"]


def test_swaps_are_listed(files: list[str]) -> None:
    asked = ["swaps", *files, "--person", "Asha", "--day", "1"]
    assert "Asha → Ben" in typed(*asked)
    assert all(row["people"][0] == "Asha" for row in read(*asked))
    assert "Asha has no duty that day." in typed("swaps", *files, "--person", "Asha", "--day", "4")


def test_somebody_falls_ill(files: list[str], tmp_path: Path) -> None:
    out = tmp_path / "new.csv"
    asked = ["replan", *files, "--away", "Asha:1:2", "--today", "1", "--seconds", "3", "--out", str(out)]
    found = read(*asked)
    assert found["legal"]
    assert all(change["day"] >= 1 for change in found["changes"])
    new = open_roster(out, open_problem(Path(files[0])).problem)
    ill = replace(PROBLEM, leave=(Leave(person="Asha", first=1, last=2, kind="sick"),))
    assert score(ill, new).legal


def test_a_replanned_roster_goes_to_standard_output(files: list[str]) -> None:
    said = typed("replan", *files, "--away", "Dee:0", "--seconds", "2")
    assert len(read_csv(said[said.index("employee,") :])) > 0


def test_costs_and_the_ledger(files: list[str]) -> None:
    found = read("costs", *files)
    assert sum(cost["penalty"] or 0 for cost in found["costs"]) == score(PROBLEM, ROSTER).penalty
    assert found["ledger"]["Ben"]["nights"] == 4
    assert "Ben: 4 days, 4 nights" in typed("costs", *files)


def test_trade_offs(files: list[str]) -> None:
    rows = read("trade-offs", files[0], "--published", files[1], "--seconds", "0.5")
    assert {"leaning", "cost", "fairness", "requests", "continuity", "rest"} == set(rows[0])


def test_a_conflict_is_named(files: list[str], tmp_path: Path) -> None:
    away = tuple(Leave(person=name, first=2, last=2) for name in ("Asha", "Ben"))
    path = tmp_path / "nobody.json"
    path.write_text(write_problem(replace(PROBLEM, leave=away)))
    assert "demand for N on day 2" in typed("conflict", str(path), code=1)
    assert typed("conflict", files[0]) == "No conflict was found.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--person", "Nobody", "--day", "1"], "Nobody is nobody in Maple Ward"),
        (["--person", "Asha", "--day", "soon"], "write a number such as 3, or a date"),
        (["--person", "Asha", "--day", "2027-01-01"], "is outside the roster, from 2026-06-01 to 2026-06-07"),
        (["--person", "Asha", "--day", "1", "--of", "teatime"], "no word teatime"),
    ],
)
def test_what_is_not_there_is_said(files: list[str], words: list[str], said: str) -> None:
    assert said in typed("explain", *files, *words, code=2)


def test_leave_that_cannot_be_read_is_refused(files: list[str]) -> None:
    assert "write NAME:DAY" in typed("replan", *files, "--away", "Asha", code=2)
