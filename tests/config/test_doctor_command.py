"""`wholetime doctor` and `wholetime health`, as people and programs read them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings
from typer.testing import CliRunner, Result

from wholetime.chassis.models import Installation
from wholetime.config.checks import lists
from wholetime.config.checks.finding import Finding, fault
from wholetime.config.cli import app


@pytest.fixture
def here(db: None, settings: Settings, tmp_path: Path) -> None:
    """An installation in which nothing runs yet."""
    settings.HOME = tmp_path / "home"
    settings.LAKE = settings.HOME / "lake"
    settings.LAKE.mkdir(parents=True)
    Installation.objects.create()


def typed(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def checks(*words: str, code: int) -> dict[str, dict[str, str]]:
    found = typed(*words, "--json")
    assert found.exit_code == code, found.output
    told: dict[str, Any] = json.loads(found.stdout)
    assert told["ok"] is (code == 0)
    return {one["check"]: one for one in told["checks"]}


@pytest.mark.usefixtures("here")
def test_every_check_is_asked_and_only_the_worker_is_missing() -> None:
    found = checks("doctor", code=1)
    assert set(found) == {check.__name__ for check in (*lists.ALONE, *lists.BEHIND)} | {"database_answers"}
    assert {name for name, one in found.items() if one["level"] == "fault"} == {"worker_is_alive"}
    assert all(bool(one["do"]) == (one["level"] != "good") for one in found.values())


@pytest.mark.usefixtures("here")
def test_people_are_told_what_to_do() -> None:
    said = typed("doctor").stdout
    assert "fault   worker is alive: no worker runs: jobs wait" in said
    assert "→ start `wholetime worker`" in said


@pytest.mark.usefixtures("here")
def test_a_dead_worker_turns_no_reader_away_and_a_lost_file_does(monkeypatch: pytest.MonkeyPatch) -> None:
    found = checks("health", code=0)
    assert (found["lake_files_are_there"]["level"], found["worker_is_alive"]["level"]) == ("good", "fault")

    def lake_files_are_there() -> Finding:
        return fault("one is gone", "restore it")

    monkeypatch.setattr(lists, "NEEDED", (*lists.NEEDED[:1], lake_files_are_there))
    assert checks("health", code=1)["lake_files_are_there"]["do"] == "restore it"


def test_nothing_is_made_by_looking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHOLETIME_HOME", str(tmp_path / "nowhere"))
    found = typed("doctor")
    assert (found.exit_code, "holds no installation" in found.stderr) == (2, True)
    assert not (tmp_path / "nowhere").exists()
