"""Whose numbers an area's figure adds up: as it was, as it is now, and within whose rights."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from wholetime.chassis.api import Scope, merge, move, open_organisation, operator_scope
from wholetime.chassis.models import Installation
from wholetime.dataset.queries.figures.ask import Ask, View
from wholetime.dataset.queries.figures.placed import placed

pytestmark = pytest.mark.django_db
OPENED, THEN, NOW = date(2010, 1, 1), date(2022, 3, 31), date(2026, 3, 31)
EVERYBODY = operator_scope()


@pytest.fixture
def glossop(db: None) -> None:
    """A practice that moved from Manchester's system to Derbyshire's, and one that merged into its neighbour."""
    Installation.objects.create()
    open_organisation("ENG", "nation", "England", parent=None, on=OPENED)
    for code, name in (("QOP", "Greater Manchester"), ("QJ2", "Derby")):
        open_organisation(code, "system", name, parent="ENG", on=OPENED)
    for code in ("P1", "P2", "P3"):
        open_organisation(code, "organisation", code, parent="QOP", on=OPENED, sector="general_practice")
    move("P1", "QJ2", date(2022, 7, 1))
    merge(["P2"], "P3", date(2023, 4, 1))


def frame(*, restricted: bool = False) -> pl.DataFrame:
    rows = [(org, day, day, restricted) for org in ("P1", "P2", "P3") for day in (THEN, NOW)]
    return pl.DataFrame(rows, schema=["org", "period_from", "period_to", "restricted"], orient="row")


def counted(ask: Ask, day: date, *, restricted: bool = False) -> list[str]:
    return sorted(placed(frame(restricted=restricted), ask).filter(pl.col("period_to") == day)["org"])


@pytest.mark.usefixtures("glossop")
def test_as_it_was_follows_the_tree_of_each_day() -> None:
    ask = Ask("wte", EVERYBODY, place="QOP")
    assert counted(ask, THEN) == ["P1", "P2", "P3"]
    assert counted(ask, NOW) == ["P2", "P3"]


@pytest.mark.usefixtures("glossop")
def test_as_it_is_now_moves_the_past_with_the_practice_and_to_its_heir() -> None:
    ask = Ask("wte", EVERYBODY, place="QOP", view=View.AS_NOW)
    assert counted(ask, THEN) == ["P3", "P3"]
    assert counted(Ask("wte", EVERYBODY, place="QJ2", view=View.AS_NOW), THEN) == ["P1"]


@pytest.mark.usefixtures("glossop")
def test_published_numbers_of_an_area_are_of_what_it_was_whoever_asks() -> None:
    assert counted(Ask("wte", Scope(("QOP",)), place="QOP"), THEN) == ["P1", "P2", "P3"]


@pytest.mark.usefixtures("glossop")
def test_restricted_numbers_follow_todays_rights_whatever_the_view() -> None:
    manchester, derby = Scope(("QOP",)), Scope(("QJ2",))
    assert counted(Ask("wte", manchester, place="QOP"), THEN, restricted=True) == ["P2", "P3"]
    assert counted(Ask("wte", derby, place="QJ2", view=View.AS_NOW), THEN, restricted=True) == ["P1"]


@pytest.mark.usefixtures("glossop")
def test_another_area_than_ones_own_is_empty() -> None:
    assert counted(Ask("wte", Scope(("QJ2",)), place="QOP"), NOW) == []
    assert counted(Ask("wte", Scope(("QJ2",))), NOW) == ["P1"]


@pytest.mark.usefixtures("glossop")
def test_a_breakdown_by_area_names_where_each_stood() -> None:
    rows = placed(frame(), Ask("wte", EVERYBODY, by=("system",)))
    assert rows.filter(pl.col("org") == "P1").sort("period_to")["system"].to_list() == ["QOP", "QJ2"]
