"""How surely a number of people grows: the spread of growth that the past has shown, and a trend carried on with it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from wholetime.forecast.engine.uncertain import Floats

MEMORY = 5
"""The trend is the mean growth of the last five years, or of as many as there are: growth changes within a decade."""


@dataclass(frozen=True, slots=True)
class GrowthSpread:
    """How wrong a growth rate may be: standard deviations of the log of a year's growth.

    ``lasting`` for all years to come, ``yearly`` anew each year; ``together`` for all places at once, ``own`` for each.
    """

    lasting_together: float = 0.0
    lasting_own: float = 0.0
    yearly_together: float = 0.0
    yearly_own: float = 0.0


def growth_spread(totals: Floats) -> GrowthSpread:
    """The spread that ``totals`` [year, place] have shown: by how much the mean growth of the later half of the years
    differed from that of the earlier (lasting), and years from their half (yearly). Raises ValueError below 5 years."""
    if totals.ndim != 2 or len(totals) < 5 or (totals <= 0).any():
        raise ValueError("the spread of growth needs counts above 0 of 5 years or more [year, place]")
    growth = np.diff(np.log(totals), axis=0)
    early, late = np.array_split(growth, 2)
    change = late.mean(axis=0) - early.mean(axis=0)
    about = np.concatenate([early - early.mean(axis=0), late - late.mean(axis=0)])
    together = about.mean(axis=1)
    freedom = len(growth) - 2
    return GrowthSpread(
        lasting_together=float(abs(change.mean())),
        lasting_own=float(np.std(change)),
        yearly_together=float(np.sqrt((together**2).sum() / freedom)),
        yearly_own=float(np.sqrt(((about - together[:, np.newaxis]) ** 2).sum() / (freedom * totals.shape[1]))),
    )


def trend(totals: Floats, *, years: int, samples: int, seed: int, spread: GrowthSpread) -> Floats:
    """The course of ``totals`` [year, place] from 1 at its last year [sample, point, place], for ``years`` + 1 points.

    Each place keeps its mean growth of the last years; sample 0 is that, the others stray by ``spread``. Raises
    ValueError for fewer than two years or counts that are not above 0.
    """
    if totals.ndim != 2 or len(totals) < 2 or not (totals > 0).all():
        raise ValueError("a trend needs counts above 0 of two years or more [year, place]")
    growth = np.diff(np.log(totals), axis=0)[-MEMORY:].mean(axis=0)
    steps = growth + errors(totals.shape[1], years, samples, seed, spread)
    return np.exp(np.concatenate([np.zeros((samples, 1, totals.shape[1])), np.cumsum(steps, axis=1)], axis=1))


def errors(places: int, years: int, samples: int, seed: int, spread: GrowthSpread) -> Floats:
    """Errors of the log of growth [sample, year, place]; none in sample 0; each is the same whatever the others."""
    digest = hashlib.sha256(f"{seed}\npopulation".encode()).digest()
    key = int.from_bytes(digest[:16], "little")
    found = np.zeros((samples, years, places))
    for sample in range(1, samples):
        stream = np.random.Generator(np.random.Philox(key=key, counter=[0, 0, 0, sample]))
        found[sample] += spread.lasting_together * stream.standard_normal()
        found[sample] += spread.lasting_own * stream.standard_normal(places)
        yearly = stream.standard_normal((years, 1 + places))
        found[sample] += spread.yearly_together * yearly[:, :1] + spread.yearly_own * yearly[:, 1:]
    return found
