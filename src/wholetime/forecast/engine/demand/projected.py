"""Work that follows an official projection: each staff group's, by the pathways that its standards know, and the rest.

The projection says who will live here; the age weights of a pathway say how much work a person of each age is for it.
The work of a group is shared out by the workload standards: what they ask for of today's activity follows that pathway,
and what they do not account for follows people in general. Need at the count stays today's; its course is forecast.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from wholetime.forecast.engine.demand.growth import GrowthSpread, errors
from wholetime.forecast.engine.demand.inputs import Pathway, Standard
from wholetime.forecast.engine.demand.standards import Workload, age_weights, pathway_titles
from wholetime.forecast.engine.demand.today import PAID
from wholetime.forecast.engine.uncertain import Floats

GENERAL = "population"
"""The pathway of work that no standard accounts for: it follows people of all ages alike."""
MIDYEAR = (6, 30)


@dataclass(frozen=True, eq=False)
class Projection:
    """``persons`` [year, sex, age]: residents on 30 June of each of ``years``; ages are the first of five years."""

    years: tuple[int, ...]
    sexes: tuple[str, ...]
    ages: tuple[int, ...]
    persons: Floats

    def __post_init__(self) -> None:
        if self.persons.shape != (len(self.years), len(self.sexes), len(self.ages)):
            raise ValueError("persons need the axes year, sex and age")
        if self.persons.sum(axis=(1, 2)).min() <= 0:
            raise ValueError("a projection without people")

    @property
    def totals(self) -> Floats:
        """Residents [year]."""
        return np.asarray(self.persons.sum(axis=(1, 2)))

    def course(self, weights: Floats, first: date, points: int) -> Floats:
        """Work weighted by ``weights`` [sex, age] as a share of that on ``first`` [point], a year apart.

        Between two 30 Junes in a straight line; before the first and after the last of them, as on that day. Raises
        ValueError where nobody has a weight.
        """
        work = np.einsum("ysa,sa->y", self.persons, weights)
        known = [date(year, *MIDYEAR).toordinal() for year in self.years]
        asked = first.toordinal() + 365.25 * np.arange(points)
        found = np.interp(asked, known, work)
        if found[0] <= 0:
            raise ValueError("nobody is of the ages that the work is for")
        return np.asarray(found / found[0])


def projected_pathways(
    projection: Projection,
    activity: Mapping[str, float],
    first: date,
    *,
    years: int,
    samples: int,
    seed: int,
    spread: GrowthSpread,
) -> tuple[Pathway, ...]:
    """People in general, and each pathway of ``activity`` (units a year at the count), with their courses.

    Sample 0 is the projection itself; the others stray by ``spread``, all pathways of a sample alike.
    """
    stray = np.exp(
        np.concatenate([np.zeros((samples, 1, 1)), np.cumsum(errors(1, years, samples, seed, spread), axis=1)], axis=1)
    )
    everybody = np.ones((len(projection.sexes), len(projection.ages)))
    base = float(
        np.interp(first.toordinal(), [date(y, *MIDYEAR).toordinal() for y in projection.years], projection.totals)
    )
    courses = {GENERAL: ("People", base, everybody)} | {
        code: (pathway_titles()[code], units, age_weights(code, projection.sexes, projection.ages))
        for code, units in activity.items()
    }
    return tuple(
        Pathway(
            code,
            title,
            "units a year",
            np.array([units]),
            projection.course(weights, first, years + 1)[np.newaxis, :, np.newaxis] * stray,
        )
        for code, (title, units, weights) in courses.items()
    )


def shared_out(
    groups: Sequence[str], posts: Floats, pathways: Sequence[Pathway], workloads: Sequence[Workload]
) -> tuple[Standard, ...]:
    """Standards by which need at the count is ``posts`` [group]: published ones as far as the posts go, scaled down
    together where they ask for more than that, and people in general for the rest."""
    found: list[Standard] = []
    held = {pathway.code: float(pathway.base[0]) for pathway in pathways}
    for group, wte in zip(groups, posts, strict=True):
        asked = {
            one.pathway: (held[one.pathway] * one.hours.central, one)
            for one in workloads
            if one.group == group and held.get(one.pathway)
        }
        paid, total = float(wte) * PAID, sum(hours for hours, _ in asked.values())
        scale = min(1.0, paid / total) if total else 0.0
        for pathway, (hours, one) in asked.items():
            each = scale * hours / held[pathway]
            found.append(Standard(pathway, group, np.array([each]), one.source, one.verified))
        rest = max(0.0, paid - scale * total)
        found.append(Standard(GENERAL, group, np.array([rest / held[GENERAL]]), "what today's posts do besides"))
    return tuple(found)
