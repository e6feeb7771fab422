"""Levers are kept as named, versioned scenarios, opened again, changed, and set side by side; old runs stay."""

from __future__ import annotations

import io
from urllib.parse import urlencode

import pytest
from openpyxl import load_workbook
from tests.dataset.web.small_world import World
from tests.forecast.made_runs import a_parcel

from wholetime.chassis.models import Job
from wholetime.forecast.actions.runs import keep
from wholetime.forecast.api import access_run, scenarios_for, versions_of
from wholetime.forecast.engine.scenario.shipped import shipped_register
from wholetime.forecast.models import ScenarioVersion
from wholetime.forecast.queries.runs import RunValue

REGISTER = shipped_register().as_json()
LEVERS = "leaving=0.9&phased=3"
FORM = {"title": "Fewer leave", "note": "Our rota programme"}
YEAR = 2025
"""That of the count of the made runs."""


def a_kept(**more: object) -> RunValue:
    return keep(None, a_parcel(register=REGISTER, **more))  # type: ignore[arg-type]


@pytest.fixture
def kept(world: World) -> World:
    """A run, and a scenario that gita kept from the workbench."""
    a_kept()
    answer = world.gita.post(f"/forecast/RMC/save/?{LEVERS}", FORM)
    assert answer.headers["Location"] == "/forecast/RMC/scenarios/fewer_leave/"
    return world


def test_levers_are_kept_under_a_name_with_a_reason(kept: World) -> None:
    bench = kept.gita.get(f"/forecast/RMC/scenarios/?{LEVERS}").content.decode()
    assert "Keep as a scenario" in bench
    assert "/forecast/RMC/save/?" in bench
    page = kept.gita.get("/forecast/RMC/scenarios/fewer_leave/").content.decode()
    assert page.count("Our rota programme") >= 2, "under the title, and as the reason of the change"
    assert "tried in the workbench" not in page
    assert "0.9 times what it is" in page
    assert "2026, all of it by 2028" in page
    one = ScenarioVersion.objects.get()
    assert (one.account, one.number, one.held["owner"]) == (kept.accounts["gita"], 1, "Gita")


def test_it_is_opened_changed_and_kept_as_the_next_version(kept: World) -> None:
    start = "scenario=fewer_leave&international=0.5"
    bench = kept.gita.get(f"/forecast/RMC/scenarios/?{start}").content.decode()
    assert "Fewer leave, with your levers" in bench
    assert "As the scenario has it" in bench
    form = kept.gita.get(f"/forecast/RMC/save/?{start}").content.decode()
    assert "Version 2 of Fewer leave" in form
    answer = kept.gita.post(f"/forecast/RMC/save/?{start}", FORM | {"keep_as": "next", "note": "And less from abroad"})
    assert answer.headers["Location"] == "/forecast/RMC/scenarios/fewer_leave/"
    newest, first = versions_of(kept.accounts["gita"], "RMC", "fewer_leave", YEAR)
    assert [change.assumption for change in newest.scenario.changes] == ["leaving", "international"]
    assert [change.assumption for change in first.scenario.changes] == ["leaving"]
    assert (newest.key, first.key) == ("fewer_leave", "fewer_leave@1")
    page = kept.gita.get("/forecast/RMC/scenarios/fewer_leave/?version=1").content.decode()
    assert "Fewer leave (version 1)" in page
    assert "first=fewer_leave%401&amp;second=fewer_leave" in page
    assert "Leaving, beside the rates" in page
    assert "International recruitment" not in page


def test_a_lever_can_go_back_to_how_things_are(kept: World) -> None:
    undone = "scenario=fewer_leave&leaving=off&returners=1.5"
    kept.gita.post(f"/forecast/RMC/save/?{undone}", FORM | {"keep_as": "new", "title": "More come back"})
    (one,) = versions_of(kept.accounts["gita"], "RMC", "more_come_back", YEAR)
    assert [change.assumption for change in one.scenario.changes] == ["returners"]


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"note": ""}, "required"),
        ({"title": "?!"}, "letters or digits"),
        ({"title": "Fewer  leave"}, "called fewer_leave already"),
        ({"title": "Retention"}, "called retention already"),
    ],
)
def test_what_cannot_be_kept_says_why(kept: World, sent: dict[str, str], says: str) -> None:
    page = kept.gita.post(f"/forecast/RMC/save/?{LEVERS}", FORM | sent)
    assert page.status_code == 200
    assert says in page.content.decode()
    assert "There is a problem" in page.content.decode()
    assert ScenarioVersion.objects.count() == 1


def test_without_a_lever_there_is_nothing_to_keep(kept: World) -> None:
    for query in ("", "phased=3", "scenario=retention", "leaving=0.123"):
        assert kept.gita.get(f"/forecast/RMC/save/?{query}").headers["Location"].startswith("/forecast/RMC/scenarios/")


def test_only_some_may_keep_and_only_in_their_scope(kept: World) -> None:
    asked = f"/forecast/RMC/save/?{LEVERS}"
    assert kept.dina.post(asked, FORM | {"title": "Mine"}).status_code == 403
    assert "Keep as a scenario" not in kept.dina.get(f"/forecast/RMC/scenarios/?{LEVERS}").content.decode()
    assert "Keep your levers as a run" in kept.dina.get(f"/forecast/RMC/scenarios/?{LEVERS}").content.decode()
    assert kept.gita.post(f"/forecast/RAL/save/?{LEVERS}", FORM).status_code == 404
    assert kept.mo.get("/forecast/RMC/scenarios/fewer_leave/").status_code == 404
    assert ScenarioVersion.objects.count() == 1


def test_a_scenario_of_an_area_is_known_below_it_and_not_beside_it(kept: World) -> None:
    gita = kept.accounts["gita"]
    assert "fewer_leave" not in {one.name for one in scenarios_for(gita, "QOP", YEAR)}
    assert kept.gita.get("/forecast/QOP/scenarios/fewer_leave/").status_code == 404
    assert kept.gita.get("/forecast/RMC/scenarios/fewer_leave/?version=7").status_code == 404
    assert kept.gita.get("/forecast/RMC/scenarios/harder_times/").status_code == 200


def test_up_to_four_are_set_side_by_side_with_their_runs(kept: World) -> None:
    scenario = scenarios_for(kept.accounts["gita"], "RMC", YEAR)[-1].scenario
    under = a_kept(scenario=scenario.as_json())
    plain = a_kept()
    chosen = {"first": "fewer_leave", "second": "harder_times", "third": "harder_times", "fourth": "nonsense"}
    page = kept.gita.get(f"/forecast/RMC/compare/?{urlencode(chosen)}").content.decode()
    for caption in (
        "Gap by year, WTE",
        "Supply by year, WTE",
        "Need by year, WTE",
        "Cost by year",
        "Scenarios side by side",
    ):
        assert caption in page
    assert page.count("More leave and fewer come</a></th>") == 4, "once in each table, though it was chosen twice"
    assert f"/forecast/run/{under.key}/" in page
    assert f"/forecast/run/{plain.key}/" in page
    assert "Not kept as a run" in page


def test_the_comparison_is_a_workbook_with_its_runs(kept: World) -> None:
    run = a_kept()
    answer = kept.gita.get("/forecast/RMC/compare/briefing.xlsx?first=fewer_leave&second=retention")
    book = load_workbook(io.BytesIO(answer.content))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    text = " ".join(str(one) for one in cells)
    assert "Gap by year, WTE" in {sheet.title for sheet in book} | set(cells)
    assert "Fewer leave, £" in text
    assert f"Run {run.number} of " in text


def test_nothing_chosen_says_what_to_do(kept: World) -> None:
    assert "Choose one to four" in kept.gita.get("/forecast/RMC/compare/").content.decode()
    assert "Nothing has been forecast" in kept.gita.get("/forecast/QOP/compare/").content.decode()


def test_a_new_version_changes_no_old_run(kept: World) -> None:
    scenario = scenarios_for(kept.accounts["gita"], "RMC", YEAR)[-1].scenario
    under = a_kept(scenario=scenario.as_json())
    start = "scenario=fewer_leave&leaving=0.8"
    kept.gita.post(f"/forecast/RMC/save/?{start}", FORM | {"keep_as": "next"})
    again = access_run(kept.accounts["gita"], under.key)
    assert again.question.scenario["version"] == "1"
    assert again.question.scenario["changes"][0]["times"] == 0.9
    assert (again.question.hash, again.result_hash) == (under.question_hash, under.result_hash)
    page = kept.gita.get("/forecast/RMC/compare/?first=fewer_leave&second=fewer_leave@1").content.decode()
    assert page.count(f"/forecast/run/{under.key}/") == 1
    assert "Fewer leave (version 1), £" in page, "two versions are told apart in tables and charts"


def test_a_run_is_made_of_a_kept_scenario(kept: World) -> None:
    answer = kept.gita.post("/forecast/RMC/keep/", {"scenario": "fewer_leave"})
    assert answer.headers["Location"] == f"/forecast/job/{Job.objects.get().pk}/"
