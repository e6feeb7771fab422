"""Populations to come by cohort change: this year's people of one age are next year's of the next, times a ratio.

The ratio of two counts a year apart holds deaths and moves together (Hamilton and Perry 1962); children are a ratio of
the women of 15 to 49. Small places borrow strength: each ratio leans to that of all places together, the more the fewer
people it rests on. Official projections, where there are some, are better: see ``official``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholetime.forecast.engine.demand.growth import GrowthSpread, errors
from wholetime.forecast.engine.uncertain import Floats

FERTILE = (15, 49)


@dataclass(frozen=True, eq=False)
class Population:
    """``persons`` [sample, point, place, sex, age], point 0 the count itself; ages are single years, the last open."""

    persons: Floats
    places: tuple[str, ...]
    sexes: tuple[str, ...]
    ages: tuple[int, ...]
    first_year: int

    def __post_init__(self) -> None:
        expected = (len(self.places), len(self.sexes), len(self.ages))
        if self.persons.ndim != 5 or self.persons.shape[2:] != expected:
            raise ValueError(f"persons need the axes sample, point, and {expected} places, sexes and ages")
        if not np.isfinite(self.persons).all() or (self.persons < 0).any():
            raise ValueError("persons are counts of 0 or more")

    def index(self, weights: Floats) -> Floats:
        """How work weighted by ``weights`` [sex, age] for each person runs from 1 at the count [sample, point, place].

        Raises ValueError where a place has nobody with a weight at the count.
        """
        work = np.einsum("ntpsa,sa->ntp", self.persons, weights)
        if (work[:, 0] <= 0).any():
            raise ValueError("a place has nobody of the ages that the work is for")
        return np.asarray(work / work[:, :1])


@dataclass(frozen=True, eq=False)
class CohortChange:
    """``survive`` [place, sex, age]: people of the next age a year on for each of this, the last two ages as one.

    ``children`` [place, sex]: of age 0 for each woman of 15 to 49.
    """

    survive: Floats
    children: Floats


def cohort_change(earlier: Floats, later: Floats, women: int) -> CohortChange:
    """Ratios from two counts a year apart [place, sex, age], single ages from 0; ``women`` is their place in sexes."""
    if earlier.shape != later.shape or earlier.ndim != 3 or (earlier < 0).any() or (later < 0).any():
        raise ValueError("two counts with the same places, sexes and ages, of 0 or more, are needed")
    before, after = _cohorts(earlier), np.concatenate([later[..., 1:-1], later[..., -1:]], axis=-1)
    mothers = earlier[:, women, FERTILE[0] : FERTILE[1] + 1].sum(axis=-1)
    born = np.repeat(mothers[:, np.newaxis], earlier.shape[1], axis=1)
    return CohortChange(_leaning(before, after), _leaning(born, later[..., 0]))


def projected(
    count: Floats, change: CohortChange, women: int, *, years: int, samples: int, seed: int, spread: GrowthSpread
) -> Floats:
    """``persons`` [sample, point, place, sex, age] for ``years`` + 1 points from ``count`` [place, sex, age].

    Sample 0 is the projection without error; the others stray by ``spread``, the same at all ages.
    """
    error = errors(len(count), years, samples, seed, spread)
    persons = np.empty((samples, years + 1, *count.shape))
    persons[:, 0] = count
    for year in range(years):
        now = persons[:, year]
        grown = _cohorts(now) * change.survive * np.exp(error[:, year, :, np.newaxis, np.newaxis])
        mothers = now[:, :, women, FERTILE[0] : FERTILE[1] + 1].sum(axis=-1)
        persons[:, year + 1, ..., 0] = mothers[..., np.newaxis] * change.children
        persons[:, year + 1, ..., 1:] = grown
    return persons


def _cohorts(counts: Floats) -> Floats:
    """People by the age they come from, the last two ages together."""
    last = counts[..., -2:].sum(axis=-1, keepdims=True)
    return np.concatenate([counts[..., :-2], last], axis=-1)


def _leaning(before: Floats, after: Floats) -> Floats:
    """after ÷ before by place (first axis), each leaning to that of all places as a gamma-Poisson mean does."""
    total = before.sum(axis=0)
    common = np.divide(after.sum(axis=0), total, out=np.ones_like(total), where=total > 0)
    weight = np.divide(before, total, out=np.zeros_like(before), where=total > 0)
    own = np.divide(after, before, out=np.broadcast_to(common, before.shape).copy(), where=before > 0)
    seen = (weight * (own - common) ** 2).sum(axis=0)
    chance = np.divide(common * (before > 0).sum(axis=0), total, out=np.zeros_like(total), where=total > 0)
    between = np.maximum(seen - chance, 0.0)
    leaning = np.divide(common, between, out=np.full_like(common, np.inf), where=between > 0)
    trust = np.divide(before, before + leaning, out=np.zeros_like(before), where=np.isfinite(leaning) & (before > 0))
    return np.asarray(common + trust * (own - common))
