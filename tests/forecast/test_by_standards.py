"""Need by workload standards: the hours of a unit times the units, and the residents kept where none are projected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from tests.dataset.web.small_world import World

from wholetime.chassis.api import operator_scope
from wholetime.forecast.engine.demand.by_standards import AHEAD, by_standards
from wholetime.forecast.engine.demand.projected import Projection
from wholetime.forecast.engine.demand.standards import workloads
from wholetime.forecast.queries import needed
from wholetime.forecast.queries.needed import standing_of
from wholetime.forecast.web.presenters.standing import said_of

COUNT = date(2026, 6, 30)


def growing(*, old: float, young: float) -> Projection:
    """A woman and a man of 30 and of 80 each; so many times as many ten years on."""
    persons = np.array([[[1.0, 1.0]] * 2, [[young, old]] * 2])
    return Projection((2026, 2026 + AHEAD), ("Female", "Male"), (30, 80), persons)


def test_a_midwife_to_29_and_a_half_births() -> None:
    asked = {one.standard.group: one for one in by_standards({"births": 2950.0}, workloads(), COUNT, None)}
    assert asked["midwifery"].middle == pytest.approx(100)
    assert (asked["midwifery"].low, asked["midwifery"].high) == pytest.approx((2950 / 33, 2950 / 26))
    assert asked["midwifery"].later == asked["midwifery"].middle, "the residents stay as they are"
    assert set(asked) == {"midwifery", "support_clinical"}, "no standard speaks for work that is not counted"


def test_a_projection_is_followed_by_the_ages_that_work_is_for() -> None:
    activity = {"births": 2950.0, "beds": 500.0}
    asked = [*by_standards(activity, workloads(), COUNT, growing(old=3.0, young=0.5))]
    for one in asked:
        grown = 0.5 if one.standard.pathway == "births" else (0.5 * 0.6 + 3 * 5.5) / (0.6 + 5.5)
        assert one.later == pytest.approx(grown * one.middle, rel=1e-3)
    assert {one.standard.pathway for one in asked} == set(activity)


def births(scope: Any, code: str) -> Iterator[Any]:
    """Two years by the month, of which the last counts."""
    for year in (2024, 2025):
        for month in range(1, 13):
            yield SimpleNamespace(
                definition=SimpleNamespace(name="deliveries"),
                period=SimpleNamespace(start=date(year, month, 1), end=date(year, month, 28)),
                scope=SimpleNamespace(group=None, detail=()),
                value=100 * (year - 2023),
                sources=(SimpleNamespace(publication="Maternity, NHS England"),),
            )


def test_the_page_and_rest_say_what_is_asked_for_and_of_what(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "What the standards ask for" not in world.gita.get("/forecast/QOP/need/").content.decode()
    monkeypatch.setattr(needed, "activity", births)
    monkeypatch.setattr(needed, "residents_held", lambda scope, code: (2024, 2_900_000.0))
    page = world.gita.get("/forecast/QOP/need/").content.decode()
    assert "the residents are kept as the estimates of 2024 have them" in page
    assert "Maternity, NHS England" in page
    told = world.gita.get("/api/v1/need/standards/QOP").json()
    (midwives,) = [row for row in told["rows"] if row["group"] == "midwifery"]
    assert midwives["units"] == pytest.approx(2400 * 365.25 / 336, rel=1e-6)
    assert midwives["middle"] == pytest.approx(midwives["units"] / 29.5, rel=1e-5)
    assert told["said"].startswith("Of the last twelve months held of each activity, the newest to 28 December 2025.")
    assert world.gita.get("/api/v1/need/standards/QMJ").status_code == 404


def test_what_is_taken_for_granted_is_said(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr(needed, "activity", births)
    monkeypatch.setattr(needed, "residents_held", lambda scope, code: None)
    assert "they are kept as they are" in said_of(standing_of(operator_scope(), "QOP"))
