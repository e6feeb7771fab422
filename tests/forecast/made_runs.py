"""Runs made by hand: a trust of two staff groups with three months of flows, and people who are cared for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from wholetime.chassis.models import Node
from wholetime.forecast.api import RunValue, keep
from wholetime.forecast.engine.run import History, Origin, Parcel, Point, Question, answer, code_version
from wholetime.forecast.models import PopulationProjection, ProjectedArea

OPEN = Origin("Staff turnover, NHS England", "turnover.csv", "a" * 64, "OGL v3")
RECORDS = Origin("A staff list", "staff.csv", "b" * 64, "internal", synthetic=True)
PART = "nhs_trust.nhs_turnover"
HEADS = {"nursing": 400.0, "medical": 80.0}


def a_history(origin: Origin = OPEN, *, heads: dict[str, float] | None = None) -> History:
    """Counts at the end of October and November 2025, flows of November, five years of patients."""
    heads = heads or HEADS
    points: list[Point] = []
    for month, day in ((10, 31), (11, 30)):
        on = date(2025, month, day)
        points += [Point("headcount", on, on, group, value=count + 2 * (month - 10)) for group, count in heads.items()]
        points += [Point("wte", on, on, group, value=0.9 * count) for group, count in heads.items()]
    november = (date(2025, 11, 1), date(2025, 11, 30))
    points += [Point("leavers", *november, group, value=max(1.0, count // 100)) for group, count in heads.items()]
    points += [Point("joiners", *november, group, value=max(1.0, count // 80)) for group, count in heads.items()]
    for year in range(2020, 2026):
        day = date(year, 3, 31)
        points.append(Point("patients", day, day, value=10_000.0 * 1.01 ** (year - 2020)))
    return History(tuple(points), (origin,))


def with_ages(history: History) -> History:
    """The same with people of 30, 50, 58 and 64, women and men, on the last day."""
    day = date(2025, 11, 30)
    ages = [
        Point("headcount", day, day, age=age, sex=sex, value=60.0) for age in ("30", "50", "58", "64") for sex in "FM"
    ]
    return History((*history.points, *ages), history.origins)


def a_question(history: History, scope: str = "RMC", years: int = 3, seed: int = 1) -> Question:
    return Question(
        scope=scope,
        part=PART,
        method="stock_and_flow",
        years=years,
        history=history.hash,
        code=code_version(),
        draws=20,
        seed=seed,
        sources=tuple(origin.sha256 for origin in history.origins),
    )


def a_parcel(scope: str = "RMC", seed: int = 1, history: History | None = None, **more: Any) -> Parcel:
    """``more`` is of the question: register, scenario."""
    history = history or a_history()
    question = replace(a_question(history, scope, seed=seed), **more)
    return Parcel("NHS trusts", question, history, answer(question, history))


_made: list[Parcel] = []


def a_run(code: str, history: History | None = None) -> RunValue:
    """Kept in the database; answered once for all tests that want any run, and only named for ``code``."""
    if history is not None:
        return keep(None, a_parcel(code, history=history))
    if not _made:
        _made.append(a_parcel())
    return keep(None, replace(_made[0], question=replace(_made[0].question, scope=code)))


def a_projection(code: str) -> UUID:
    """Of two years, waiting for a decision."""
    node = Node.objects.get(code=code)
    kept = PopulationProjection.objects.create(node=node, title="Projections", file_name="snpp.csv", sha256="c" * 64)
    held = {"years": [2026, 2027], "sexes": ["Female", "Male"], "ages": [0, 80], "persons": [10.0, 2.0] * 4}
    ProjectedArea.objects.create(projection=kept, node=node, named=code, held=held)
    return kept.key
