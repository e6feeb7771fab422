"""Where the gap is: areas below side by side, and places shared out; nothing of a handful of people."""

from __future__ import annotations

from tests.dataset.web.small_world import World
from tests.forecast.made_runs import RECORDS, a_history, a_run
from tests.forecast.test_closing_page import short

from wholetime.forecast.queries.below import runs_below

BELOW = ("RMC", "P82001")
"""A trust and a practice of Greater Manchester."""


def test_areas_below_are_set_side_by_side_and_places_shared_out(world: World) -> None:
    a_run("QOP", short())
    for code in BELOW:
        a_run(code, short())
    page = world.gita.get("/forecast/QOP/places/?group=nursing&places=20").content.decode()
    assert "The gap by area" in page
    assert "Bolton NHS Foundation Trust" in page
    assert "shared out fairly" in page
    assert "Room for" in page
    assert "Chance of being short" in page


def test_only_the_newest_run_of_each_area_and_none_of_another_system(world: World) -> None:
    a_run("RMC", short())
    newest = a_run("RMC")
    a_run("RAL", short())
    found = runs_below(world.accounts["gita"], "QOP", newest.part)
    assert [(one.code, one.key) for one in found] == [("RMC", newest.key)]


def test_one_forecast_below_is_nothing_to_compare(world: World) -> None:
    a_run("QOP", short())
    a_run("RMC", short())
    assert "No forecasts below" in world.gita.get("/forecast/QOP/places/").content.decode()


def test_an_area_with_a_handful_of_recorded_people_is_withheld_and_another_with_it(world: World) -> None:
    a_run("QOP", short())
    a_run("RMC", a_history(RECORDS, heads={"nursing": 300.0, "midwifery": 3.0}))
    a_run("P82001", a_history(RECORDS, heads={"nursing": 300.0, "midwifery": 60.0}))
    page = world.gita.get("/forecast/QOP/places/?group=midwifery").content.decode()
    row = page[page.index("The gap by area") :]
    assert row.count("[c]") >= 6
