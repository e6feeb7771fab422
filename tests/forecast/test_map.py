"""The map of the gap by place: which places are on it, in which unit, and nothing of a handful of people."""

from __future__ import annotations

from typing import Any

import pytest
from tests.dataset.web.small_world import World
from tests.forecast.made_runs import RECORDS, a_history, a_run
from tests.forecast.test_closing_page import short

from wholetime.chassis import api
from wholetime.chassis.api import boundaries

PLACES = ("E08000001", "E08000003")
"""Councils of the bundled boundaries, as places of their own."""
AT = "/forecast/QOP/places/?group=nursing"


@pytest.fixture
def mapped(world: World) -> World:
    for code, name in zip(PLACES, ("Bolton by its council", "Manchester"), strict=True):
        api.open_organisation(code, "place", name, parent="QOP", on=None)
    a_run("QOP", short())
    a_run(PLACES[0], short())
    return world


def test_two_places_make_a_map_and_one_does_not(mapped: World) -> None:
    a_run("RMC", short())
    page = mapped.gita.get(AT).content.decode()
    assert "The gap by place" not in page
    assert "No map is drawn" in page
    run = a_run(PLACES[1], short())
    page = mapped.gita.get(AT).content.decode()
    assert "The gap by place in 2028" in page
    assert "Boundaries: Office for National Statistics" in page
    assert f"{run.number} (Manchester)" in page
    assert "No map is drawn" not in page


def test_a_place_without_a_forecast_is_drawn_without_one(mapped: World) -> None:
    a_run(PLACES[1], short())
    table = mapped.gita.get("/forecast/QOP/places/table-0.csv?group=nursing").content.decode()
    rows = {
        line.split(",")[1]: line.split(",")[2]
        for line in table.splitlines()[1:]
        if line.startswith(("Bolton", "Manchester", "Bury"))
    }
    assert float(rows[PLACES[0]]) == float(rows[PLACES[1]]) > 0
    assert rows["E08000002"] == "", "Bury is drawn and has no forecast"


def test_the_map_shows_a_share_of_those_in_post_where_that_is_asked(mapped: World) -> None:
    a_run(PLACES[1], a_history(heads={"nursing": 900.0, "medical": 80.0}))
    page = mapped.gita.get(f"{AT}&shade=share").content.decode()
    assert "% of those in post now" in page
    picture = mapped.gita.get("/forecast/QOP/places/chart-0.svg?group=nursing&shade=share")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert b"%" in picture.content


def test_a_handful_of_recorded_people_is_not_on_the_map(mapped: World) -> None:
    few: Any = a_history(RECORDS, heads={"nursing": 300.0, "midwifery": 3.0})
    a_run(PLACES[0], few)
    a_run(PLACES[1], few)
    assert "The gap by place" not in mapped.gita.get("/forecast/QOP/places/?group=midwifery").content.decode()


def test_boundaries_are_for_two_places_or_none(mapped: World) -> None:
    held = boundaries()
    assert held.places == {code: code for code in PLACES}
    assert held.around([PLACES[0]]).places == {}
    assert held.around([PLACES[0]]).shapes["features"] == []
    assert len(held.around(PLACES).shapes["features"]) == 10
    assert held.values({PLACES[1]: 4, "RMC": 5}) == {PLACES[1]: 4}
