"""The need that a history tells of: today's posts, or staff, growing as the people do whom they are for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from wholetime.forecast.engine.demand.growth import GrowthSpread, growth_spread, trend
from wholetime.forecast.engine.demand.inputs import NeedInputs
from wholetime.forecast.engine.demand.standards import roles
from wholetime.forecast.engine.demand.today import as_today
from wholetime.forecast.engine.run.history import History
from wholetime.forecast.engine.run.question import Question
from wholetime.forecast.engine.run.reading import Counted
from wholetime.forecast.engine.uncertain import Floats

SAMPLES = 200
ENOUGH = 5
"""Yearly counts of people from which the spread of their growth can be told."""
UNSURE = GrowthSpread(lasting_together=0.004, yearly_together=0.003)
"""Of the growth of people where fewer years are held. Our own choice, not checked."""
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
    """None where it is not known whom the staff is for."""
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
