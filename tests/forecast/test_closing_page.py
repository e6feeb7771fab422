"""The page of the gap closer: a plan, what it leaves, and what stands in the way; nothing of a handful of people."""

from __future__ import annotations

import io
from dataclasses import replace

from openpyxl import load_workbook
from tests.dataset.web.small_world import World
from tests.forecast.made_runs import RECORDS, a_history, a_run

from wholetime.forecast.engine.run import History


def short() -> History:
    """Fewer join than leave, so that a gap opens."""
    whole = a_history()
    fewer = (replace(one, value=1.0) if one.measure == "joiners" else one for one in whole.points)
    return replace(whole, points=tuple(fewer))


def test_a_gap_is_closed_with_a_plan_that_says_what_it_costs(world: World) -> None:
    run = a_run("RMC", short())
    page = world.gita.get("/forecast/RMC/close/?by=2028").content.decode()
    assert "The gap can" in page
    assert "over the plan" in page or "within these limits" in page
    assert "Short without the plan, 2028" in page
    assert "What stands in the way" in page
    assert page.count(f"Run {run.number} of ") >= 3
    assert "nobody has checked" in page


def test_choices_that_are_not_offered_are_as_if_not_made(world: World) -> None:
    a_run("RMC", short())
    plain = world.gita.get("/forecast/RMC/close/")
    odd = world.gita.get("/forecast/RMC/close/?by=1999&sure=2&budget=many")
    assert plain.status_code == odd.status_code == 200
    assert plain.content.decode().count("<table") == odd.content.decode().count("<table")


def test_more_certainty_is_asked_of_the_draws(world: World) -> None:
    a_run("RMC")
    page = world.gita.get("/forecast/RMC/close/?sure=0.9&budget=1").content.decode()
    assert "In 9 of 10 futures" in page
    assert "The gap can" in page


def test_an_area_without_a_run_says_how_to_make_one(world: World) -> None:
    assert "Nothing has been forecast" in world.gita.get("/forecast/QOP/close/").content.decode()


def test_a_handful_of_recorded_people_has_no_plan(world: World) -> None:
    a_run("RMC", a_history(RECORDS, heads={"nursing": 300.0, "medical": 40.0, "midwifery": 3.0}))
    assert "Midwives" not in world.gita.get("/forecast/RMC/close/").content.decode()


def test_the_plan_is_in_the_workbook(world: World) -> None:
    a_run("RMC", short())
    answer = world.gita.get("/forecast/RMC/close/briefing.xlsx")
    book = load_workbook(io.BytesIO(answer.content))
    text = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)
    assert "Together, £" in text
    assert "turnover.csv" in text
