"""Scenarios by the command line: what is shown can be changed and kept; what cannot be meant is refused in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.dataset.web.small_world import World
from tests.forecast.made_runs import a_run
from typer.testing import CliRunner, Result

from wholetime.config.commands import forecast_scenarios
from wholetime.forecast.models import ScenarioVersion

CHANGE = {"assumption": "leaving", "from_year": 2026, "times": 0.9, "phased": 2, "reason": "rotas"}
SCENARIO = {"name": "rotas", "title": "Better rotas", "note": "What we agreed", "changes": [CHANGE]}


@pytest.fixture(autouse=True)
def _prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ready", "ready_to_write"):
        monkeypatch.setattr(forecast_scenarios, name, lambda: None)


def asked(*words: str) -> Result:
    return CliRunner().invoke(forecast_scenarios.scenarios, [*words, "--org", "RMC"])


def saved(folder: Path, held: Any, *more: str) -> Result:
    file = folder / "scenario.json"
    file.write_text(held if isinstance(held, str) else json.dumps(held))
    return asked("save", str(file), "--owner", "The rota team", *more)


def test_a_scenario_is_kept_listed_and_shown(world: World, tmp_path: Path) -> None:
    a_run("RMC")
    assert "version 1 is kept for RMC" in saved(tmp_path, SCENARIO).output
    assert "Better rotas, version 1 (RMC" in asked("list").output
    shown = asked("show", "rotas").output
    assert "leaving: 0.9 times what it is, from 2026, all of it by 2027. rotas" in shown
    assert "The rota team" in shown
    page = world.gita.get("/forecast/RMC/scenarios/rotas/").content.decode()
    assert "Better rotas" in page


def test_what_is_shown_can_be_changed_and_kept_as_the_next_version(world: World, tmp_path: Path) -> None:
    a_run("RMC")
    saved(tmp_path, SCENARIO)
    held = json.loads(asked("show", "rotas", "--json").output)
    again = json.loads(saved(tmp_path, held | {"title": "Best rotas"}, "--json").output)
    assert (again["title"], again["version"], again["changes"]) == ("Best rotas", "2", held["changes"])
    copied = json.loads(asked("show", "retention", "--json").output)
    assert saved(tmp_path, copied | {"name": "our_retention"}, "--new").exit_code == 0
    assert {one["name"]: one["org"] for one in json.loads(asked("list", "--json").output)}["our_retention"] == "RMC"


@pytest.mark.parametrize(
    ("held", "says"),
    [
        ("{", "cannot be read"),
        (SCENARIO | {"changes": []}, "changes: "),
        (SCENARIO | {"changes": [CHANGE | {"phase": 2}]}, "phase"),
        (SCENARIO | {"changes": [CHANGE | {"times": "much"}]}, "changes.0.times"),
        (SCENARIO | {"changes": [CHANGE | {"times": 9.0}]}, "limit"),
        (SCENARIO | {"changes": [CHANGE | {"assumption": "luck"}]}, "luck"),
        (SCENARIO | {"colour": "red"}, "colour"),
    ],
)
def test_a_file_that_cannot_be_meant_says_why(world: World, tmp_path: Path, held: Any, says: str) -> None:
    a_run("RMC")
    refused = saved(tmp_path, held)
    assert refused.exit_code == 2
    assert says in refused.output
    assert not ScenarioVersion.objects.exists()


def test_a_name_that_is_known_is_refused_where_a_new_one_is_asked_for(world: World, tmp_path: Path) -> None:
    a_run("RMC")
    saved(tmp_path, SCENARIO)
    assert "called rotas already" in saved(tmp_path, SCENARIO, "--new").output
    assert "no scenario is called luck" in asked("show", "luck").output


def test_nothing_is_kept_where_nothing_has_been_forecast(world: World, tmp_path: Path) -> None:
    refused = saved(tmp_path, SCENARIO)
    assert (refused.exit_code, "run one" in refused.output) == (2, True)
    assert "retention" in asked("list").output, "those of wholetime are known everywhere"
