"""The page and the command of cover: an example first, one's own numbers by link, and what is wrong in words."""

from __future__ import annotations

import io
import json

import pytest
from django.utils.http import urlencode
from openpyxl import load_workbook
from tests.dataset.web.small_world import World
from typer.testing import CliRunner

from wholetime.config.commands.forecast import forecast

ASKED = {
    "arrivals": "2",
    "minutes": "30",
    "kind": "wait",
    "wait": "15",
    "within": "75",
    "staff": "",
    "weekly": "37.5",
    "away": "22",
    "mode": "uplift",
}


def page(world: World, **changed: str) -> str:
    return world.gita.get(f"/forecast/QOP/cover/?{urlencode(ASKED | changed)}").content.decode()


def test_the_page_begins_with_an_example(world: World) -> None:
    shown = world.gita.get("/forecast/QOP/cover/").content.decode()
    assert "An example, until you put in your own numbers" in shown
    assert "staff could not keep up at all" not in shown
    assert "As worked out here" in shown
    assert "By Erlang C, each hour by itself" in shown


def test_ones_own_numbers_are_answered(world: World) -> None:
    """Two an hour of half an hour: two on duty see two in three at once, and 79.8% wait no more than 15 minutes."""
    shown = page(world)
    assert "An example" not in shown
    assert "2 on duty are enough for 75% to wait no longer than 15 minutes" in shown
    assert "With 1 at all hours, which the average asks for, staff could not keep up at all." in shown
    assert "10.9 WTE" in shown
    assert "asks for the same numbers" in shown


def test_where_nobody_may_wait(world: World) -> None:
    shown = page(world, kind="at_once", arrivals="0.5936", minutes="637.7", within="95", staff="1")
    assert "11 on duty are enough for 95% of every hour" in shown
    assert "too few for 30.0% of the time" in shown
    assert "Poisson law" in shown


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"arrivals": "1 2 3"}, "24 numbers"),
        ({"arrivals": "many"}, "Numbers with spaces"),
        ({"within": "100"}, "less than or equal to 99.9"),
        ({"arrivals": "9000"}, "more than 500 people"),
    ],
)
def test_what_is_wrong_is_said_above_the_form(world: World, changed: dict[str, str], says: str) -> None:
    shown = page(world, **changed)
    assert says in shown
    assert "There is a problem" in shown
    assert "Nothing worked out yet" in shown


def test_the_answer_is_in_the_workbook(world: World) -> None:
    answer = world.gita.get(f"/forecast/QOP/cover/briefing.xlsx?{urlencode(ASKED)}")
    book = load_workbook(io.BytesIO(answer.content))
    text = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)
    assert "Hour from" in text
    assert "As worked out here" in text


def test_the_command_gives_the_same() -> None:
    run = CliRunner().invoke(forecast, ["cover", "2", "--minutes", "30", "--wait", "15", "--within", "75", "--json"])
    assert run.exit_code == 0, run.output
    found = json.loads(run.output)
    assert found["enough"]["on_duty"] == [2] * 24
    assert found["enough"]["wte"] == pytest.approx(2 * 168 / 37.5 * 1.22)
    assert found["average"]["late"] is None
    assert found["erlang_holds"]
    text = CliRunner().invoke(forecast, ["cover", "2", "--minutes", "30", "--wait", "15", "--within", "75"]).output
    assert "336 hours a week, 10.9 WTE" in text
    wrong = CliRunner().invoke(forecast, ["cover", "1 2", "--minutes", "30"])
    assert wrong.exit_code == 2
