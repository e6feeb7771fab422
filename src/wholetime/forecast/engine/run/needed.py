"""The need that a history tells of: today's posts, or staff, growing as the people do whom they are for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from wholetime.forecast.engine.demand.growth import GrowthSpread, growth_spread, trend
from wholetime.forecast.engine.demand.inputs import NeedInputs
from wholetime.forecast.engine.demand.projected import Projection, projected_pathways, shared_out
from wholetime.forecast.engine.demand.standards import (
    pathway_measures,
    pathway_titles,
    roles,
    shipped_growth_spread,
    workloads,
)
from wholetime.forecast.engine.demand.today import ESTABLISHED, IN_POST, PAID, as_today
from wholetime.forecast.engine.run.history import History
from wholetime.forecast.engine.run.question import Question
from wholetime.forecast.engine.run.reading import Counted
from wholetime.forecast.engine.uncertain import Floats

SAMPLES = 200
ENOUGH = 5
"""Yearly counts of people from which the spread of their growth can be told."""
UNSURE = GrowthSpread(lasting_together=0.004, yearly_together=0.003)
"""Of the growth of people where fewer years are held. Our own choice, not checked."""
PROJECTED = "projected_population"
"""The measure of an official projection in a history: residents on 30 June by sex and five years of age."""
WHO = {"patients": "registered patients", "population": "residents"}


@dataclass(frozen=True, eq=False)
class People:
    """Whom the staff is for: ``counts`` [year] of what ``name`` says, the last on the day ``last``."""

    name: str
    counts: Floats
    last: date


def people_of(history: History) -> People | None:
    """The measure that is held for most years, of patients and residents; None where neither is for two."""
    found = []
    for name in WHO:
        yearly = {point.end.year: (point.end, point.value) for point in history.of(name) if point.value}
        counts = [value for _, (_, value) in sorted(yearly.items())]
        if len(counts) > 1:
            found.append(People(name, np.array(counts, np.float64), max(day for day, _ in yearly.values())))
    return max(found, key=lambda one: len(one.counts), default=None)


def need_inputs(question: Question, history: History, staff: Counted) -> NeedInputs | None:
    """None where it is not known whom the staff is for. An official projection, where there is one, comes first."""
    projection = projection_in(history)
    if projection is not None:
        return _projected(question, history, staff, projection)
    people = people_of(history)
    if people is None:
        return None
    spread = growth_spread(people.counts[:, np.newaxis]) if len(people.counts) >= ENOUGH else UNSURE
    index = trend(
        people.counts[:, np.newaxis], years=question.years, samples=SAMPLES, seed=question.seed, spread=spread
    )
    posts, established = _posts(history, staff)
    found = as_today(
        (question.scope,),
        staff.groups,
        staff.at.year,
        posts[np.newaxis],
        people.counts[-1:],
        index,
        established=established,
    )
    said = f"{WHO[people.name].capitalize()} go on growing as in the last years held (to {people.last.year})."
    held = tuple(role for role in roles() if role.from_group in staff.groups)
    return replace(found, roles=held, assumed=(*found.assumed, said))


def projection_in(history: History) -> Projection | None:
    """The official projection that the history holds; None where it holds none."""
    points = history.of(PROJECTED, by=("age", "sex"))
    if not points:
        return None
    years = tuple(sorted({one.end.year for one in points}))
    sexes = tuple(sorted({one.sex for one in points}))
    ages = tuple(sorted({int(one.age) for one in points}))
    held = {(one.end.year, one.sex, int(one.age)): one.value or 0.0 for one in points}
    persons = [[[held[year, sex, age] for age in ages] for sex in sexes] for year in years]
    return Projection(years, sexes, ages, np.array(persons, np.float64))


def activity_now(history: History) -> dict[str, float]:
    """Units a year of each pathway, by its code, from the last twelve months that are known."""
    found = {}
    for code, (measure, yearly) in pathway_measures().items():
        known = [one for one in history.of(measure) if one.value is not None]
        last = max((one.end for one in known), default=None)
        recent = [one for one in known if last and (last - one.end).days < 360]
        if recent:
            total = sum(one.value or 0.0 for one in recent)
            spans = sum(((one.end - one.start).days + 1) / 365.25 for one in recent)
            found[code] = total / spans if yearly else total / len(recent)
    return {code: units for code, units in found.items() if units > 0}


def _projected(question: Question, history: History, staff: Counted, projection: Projection) -> NeedInputs:
    pathways = projected_pathways(
        projection,
        activity_now(history),
        staff.at,
        years=question.years,
        samples=SAMPLES,
        seed=question.seed,
        spread=shipped_growth_spread(),
    )
    posts, established = _posts(history, staff)
    standards = shared_out(staff.groups, posts, pathways, workloads())
    used = {one.pathway for one in standards}
    return NeedInputs(
        places=(question.scope,),
        groups=staff.groups,
        first_year=staff.at.year,
        pathways=tuple(one for one in pathways if one.code in used),
        standards=standards,
        present=np.full(len(staff.groups), PAID),
        roles=tuple(role for role in roles() if role.from_group in staff.groups),
        assumed=(ESTABLISHED if established else IN_POST, *_said(question, staff, projection, used)),
    )


def _said(question: Question, staff: Counted, projection: Projection, used: set[str]) -> Iterator[str]:
    yield "Residents follow the official projection that was loaded, and not the growth of past years."
    titles = [title for code, title in pathway_titles().items() if code in used]
    if titles:
        yield (
            f"Work that the workload standards account for follows its own pathway ({', '.join(titles).lower()}), by "
            "the ages it is for; all other work follows the number of residents."
        )
    else:
        yield "Each resident will need as much staff time as today, whatever their age."
    if projection.years[-1] < staff.at.year + question.years:
        yield f"The projection ends in {projection.years[-1]}: residents stay as they are then."
    if projection.years[0] > staff.at.year:
        yield f"The projection begins in {projection.years[0]}: residents are as then before."


def _posts(history: History, staff: Counted) -> tuple[Floats, bool]:
    """WTE needed now [group]: funded posts of the same month where all groups have them, else WTE in post."""
    month = (staff.at.year, staff.at.month)
    funded = {
        point.group: point.value
        for point in history.of("establishment", by=("group",))
        if (point.end.year, point.end.month) == month and point.value
    }
    if all(group in funded for group in staff.groups):
        return np.array([funded[group] for group in staff.groups], np.float64), True
    return np.where(np.isfinite(staff.wte), staff.wte, staff.heads), False
