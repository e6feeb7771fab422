"""Registers and scenarios as records: who may change them, what holds below, and the pages that show them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.dataset.web.small_world import World
from tests.forecast.made_runs import a_run

from wholetime.forecast.api import (
    may_revise,
    register_for,
    revise_assumption,
    save_scenario,
    scenarios_for,
)
from wholetime.forecast.engine.scenario.assumption import Unfit
from wholetime.forecast.engine.scenario.checking import Axes
from wholetime.forecast.engine.scenario.scenario import Change, Scenario
from wholetime.forecast.engine.uncertain import Uncertain, exactly
from wholetime.forecast.models import RegisterVersion

AXES = Axes(("QOP",), ("nursing",), 2026, 10)
SENT = {
    "low": "0.8",
    "central": "0.95",
    "high": "1.05",
    "law": "triangular",
    "owner": "A planner",
    "source": "Our own exit interviews",
    "effective": "2026-11-22",
    "reason": "Fewer leave since the new rota",
}


def test_an_area_has_the_shipped_register_until_somebody_changes_it(world: World) -> None:
    gita = world.accounts["gita"]
    held = register_for(gita, "QOP")
    assert (held.code, held.number) == ("", 0)
    new = replace(held.register["leaving"], value=Uncertain(0.8, 0.9, 1.0))
    kept = revise_assumption(gita, "QOP", new, "retention programme")
    assert (kept.code, kept.number) == ("QOP", 1)
    assert register_for(gita, "QOP").register["leaving"].value.central == 0.9
    assert register_for(gita, "RMC").register["leaving"].value.central == 0.9, "it holds below"
    again = revise_assumption(gita, "RMC", replace(new, value=exactly(1.0)), "our trust differs")
    assert (again.code, again.number) == ("RMC", 1)
    assert register_for(gita, "QOP").register["leaving"].value.central == 0.9
    assert register_for(gita, "RMC").register["leaving"].value.central == 1.0


def test_only_some_roles_change_assumptions_and_only_with_a_reason(world: World) -> None:
    mo, gita = world.accounts["mo"], world.accounts["gita"]
    one = register_for(gita, "QOP").register["leaving"]
    assert may_revise(gita, "QOP")
    with pytest.raises(Unfit, match="information leads, planners"):
        revise_assumption(mo, "P82001", one, "because")
    with pytest.raises(Unfit, match="has a reason"):
        revise_assumption(gita, "QOP", one, " ")


def test_a_version_is_never_changed(world: World) -> None:
    gita = world.accounts["gita"]
    revise_assumption(gita, "QOP", register_for(gita, "QOP").register["leaving"], "as it was")
    with pytest.raises(Exception, match="stays as it was written"):
        RegisterVersion.objects.update(reason="other")


def test_scenarios_are_kept_in_versions_and_checked(world: World) -> None:
    gita = world.accounts["gita"]
    mine = Scenario("mine", "Mine", "0", "Gita", (Change("leaving", 2028, exactly(0.9)),))
    assert save_scenario(gita, "QOP", mine, AXES).version == "1"
    assert save_scenario(gita, "QOP", replace(mine, title="Mine, better"), AXES).version == "2"
    found = {one.name: one for one in scenarios_for(gita, "RMC", 2026)}
    assert found["mine"].title == "Mine, better"
    assert "retention" in found
    too_many = replace(mine, changes=(Change("international", 2028, exactly(2.0)),))
    with pytest.raises(Unfit, match="ethical cap"):
        save_scenario(gita, "QOP", too_many, AXES)


def test_the_register_is_a_page_and_a_change_is_a_form(world: World) -> None:
    a_run("RMC")
    page = world.gita.get("/forecast/RMC/assumptions/").content.decode()
    assert "nobody here has changed it" in page
    assert "International recruitment" in page
    assert "ethical cap" in page
    assert "Every figure on this page is of" not in page
    one = world.gita.get("/forecast/RMC/assumptions/leaving/").content.decode()
    assert "Keep the change" in one
    answer = world.gita.post("/forecast/RMC/assumptions/leaving/", SENT)
    assert answer.status_code == 302
    page = world.gita.get("/forecast/RMC/assumptions/").content.decode()
    assert "Version 1 of Bolton NHS Foundation Trust" in page
    assert "Fewer leave since the new rota" in page


@pytest.mark.parametrize(
    ("part", "value", "says"),
    [("low", "2", "is not between"), ("high", "9", "above the limit of 3"), ("reason", "", "required")],
)
def test_a_change_that_cannot_be_says_why(world: World, part: str, value: str, says: str) -> None:
    page = world.gita.post("/forecast/RMC/assumptions/leaving/", SENT | {part: value})
    assert page.status_code == 200
    assert says in page.content.decode()
    assert not RegisterVersion.objects.exists()


def test_an_assumption_that_is_not_there_is_not_found(world: World) -> None:
    assert world.gita.get("/forecast/RMC/assumptions/weather/").status_code == 404
    assert world.gita.get("/forecast/RAL/assumptions/leaving/").status_code == 404
