"""Registers and scenarios by REST: what the pages show and write, under the same rights."""

from __future__ import annotations

import pytest
from tests.dataset.web.small_world import World
from tests.forecast.made_runs import a_run

from wholetime.forecast.models import RegisterVersion, ScenarioVersion

AT = "/api/v1/forecasts"
REVISION = {
    "low": "0.8",
    "central": "0.95",
    "high": "1.05",
    "owner": "A planner",
    "source": "Our own exit interviews",
    "effective": "2026-11-22",
    "reason": "Fewer leave since the new rota",
}
CHANGE = {"assumption": "leaving", "from_year": 2026, "times": 0.9, "phased": 2, "reason": "rotas"}
SCENARIO = {"name": "rotas", "title": "Better rotas", "note": "What we agreed", "changes": [CHANGE]}
JSON = "application/json"


def test_a_register_is_read_and_changed_in_versions(world: World) -> None:
    shipped = world.gita.get(f"{AT}/QOP/assumptions").json()
    assert (shipped["org"], shipped["number"], shipped["made_at"]) == ("", 0, None)
    assert {one["name"] for one in shipped["assumptions"]} > {"leaving", "international"}
    changed = world.gita.post(f"{AT}/QOP/assumptions/leaving", REVISION)
    assert (changed.status_code, changed.json()["number"]) == (201, 1)
    one = world.gita.get(f"{AT}/RMC/assumptions/leaving").json()
    assert (one["value"]["central"], one["owner"]) == (0.95, "A planner"), "it holds below"
    world.gita.post(f"{AT}/QOP/assumptions/leaving", REVISION | {"central": "1"})
    listed = world.gita.get(f"{AT}/QOP/assumptions/versions").json()
    assert [(row["number"], row["by"], row["reason"]) for row in listed] == [
        (2, "Gita", REVISION["reason"]),
        (1, "Gita", REVISION["reason"]),
    ]
    first = world.gita.get(f"{AT}/QOP/assumptions/versions/1").json()
    assert [a["value"]["central"] for a in first["assumptions"] if a["name"] == "leaving"] == [0.95]
    assert world.gita.get(f"{AT}/QOP/assumptions/versions/3").status_code == 404
    assert world.gita.get(f"{AT}/RMC/assumptions/versions").json() == []


@pytest.mark.parametrize(
    ("sent", "says"),
    [({"low": "2"}, "is not between"), ({"high": "9"}, "above the limit of 3"), ({"reason": " "}, "reason: ")],
)
def test_a_change_that_cannot_be_says_why(world: World, sent: dict[str, str], says: str) -> None:
    answer = world.gita.post(f"{AT}/RMC/assumptions/leaving", REVISION | sent)
    assert answer.status_code == 422
    assert says in answer.json()["detail"]
    assert not RegisterVersion.objects.exists()


def test_a_scenario_is_kept_and_has_versions(world: World) -> None:
    a_run("RMC")
    made = world.gita.post(f"{AT}/RMC/scenarios", SCENARIO, JSON)
    assert made.status_code == 201, made.json()
    assert (made.json()["org"], made.json()["version"], made.json()["owner"]) == ("RMC", "1", "Gita")
    again = world.gita.post(f"{AT}/RMC/scenarios", SCENARIO, JSON)
    assert (again.status_code, "called rotas already" in again.json()["detail"]) == (409, True)
    next_one = {key: value for key, value in SCENARIO.items() if key != "name"} | {"title": "Best rotas"}
    assert world.gita.post(f"{AT}/RMC/scenarios/rotas/versions", next_one, JSON).json()["version"] == "2"
    found = world.gita.get(f"{AT}/RMC/scenarios/rotas/versions").json()
    assert [row["title"] for row in found] == ["Best rotas", "Better rotas"]
    assert world.gita.get(f"{AT}/RMC/scenarios/rotas").json() == found[0]
    named = {row["name"]: row["org"] for row in world.gita.get(f"{AT}/RMC/scenarios").json()}
    assert (named["rotas"], named["retention"]) == ("RMC", "")
    page = world.gita.get("/forecast/RMC/scenarios/rotas/").content.decode()
    assert "Best rotas" in page


@pytest.mark.parametrize(
    ("sent", "status", "says"),
    [
        ({"changes": [CHANGE | {"assumption": "weather"}]}, 422, "no assumption 'weather'"),
        ({"changes": [CHANGE | {"from_year": 2025}]}, 422, "outside the years"),
        ({"changes": [CHANGE | {"times": None}]}, 422, "not both"),
        ({"changes": [CHANGE | {"assumption": "international", "times": 2}]}, 422, "ethical cap"),
        ({"changes": []}, 422, "changes: "),
        ({"name": "No Name"}, 422, "name: "),
        ({"name": "retention"}, 409, "called retention already"),
    ],
)
def test_a_scenario_that_cannot_be_meant_says_why(
    world: World, sent: dict[str, object], status: int, says: str
) -> None:
    a_run("RMC")
    answer = world.gita.post(f"{AT}/RMC/scenarios", SCENARIO | sent, JSON)
    assert answer.status_code == status
    assert says in answer.json()["detail"]
    assert not ScenarioVersion.objects.exists()


def test_without_a_forecast_there_is_nothing_to_check_a_scenario_against(world: World) -> None:
    answer = world.gita.post(f"{AT}/RMC/scenarios", SCENARIO, JSON)
    assert (answer.status_code, "make one first" in answer.json()["detail"]) == (409, True)


def test_only_some_may_write_and_only_in_their_scope(world: World) -> None:
    for path, body, kind in (
        (f"{AT}/RMC/scenarios", SCENARIO, JSON),
        (f"{AT}/RMC/assumptions/leaving", REVISION, None),
    ):
        named = {"content_type": kind} if kind else {}
        assert world.dina.post(path, body, **named).status_code == 403
        assert world.gita.post(path.replace("RMC", "RAL"), body, **named).status_code == 404
    assert world.dina.get(f"{AT}/RMC/scenarios").status_code == 200
    assert world.mo.get(f"{AT}/RMC/scenarios").status_code == 404
    assert world.gita.get(f"{AT}/RMC/scenarios/nothing").status_code == 404
    assert world.gita.get(f"{AT}/RMC/assumptions/weather").status_code == 404
