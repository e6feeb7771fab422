"""Partial pooling: each cell's rate is partly its own and partly that of all, by how much it has seen.

Events of a cell are Poisson with the mean ``expected × ratio``, and ratios of cells follow a gamma law around a common
one (Clayton and Kaldor, "Empirical Bayes estimates of age-standardized relative risks", Biometrics 1987). By how much
ratios differ is measured by moments (DerSimonian and Laird, Controlled Clinical Trials 1986), and never taken below
half the standard error of the measurement: that cells look alike does not prove it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholetime.forecast.engine.supply.cells import Floats

FEW = 3
"""With fewer cells than this, how far they differ is not measured."""


@dataclass(frozen=True, eq=False)
class Pooled:
    """``ratio`` to what was expected, as that was shaped; ``own``: the share (0–1) of it that is the cell's own.

    ``deviation``: standard deviation of its logarithm. ``common`` and ``common_deviation``: of all cells. ``between``:
    standard deviation of the ratios among cells, as a share of the common one.
    """

    ratio: Floats
    own: Floats
    deviation: Floats
    common: float
    common_deviation: float
    between: float


def pooled(observed: Floats, expected: Floats, prior_events: float) -> Pooled:
    """Ratios of ``observed`` events to ``expected`` ones, of one shape. NaN in either, or nothing expected: not known.

    ``prior_events``: the evidence in all cells' common ratio that a cell is given where cells are too few to tell.
    """
    known = np.isfinite(observed) & np.isfinite(expected) & (expected > 0)
    seen, due = np.where(known, observed, 0.0), np.where(known, expected, 0.0)
    if not seen.sum():
        return Pooled(np.ones_like(due), np.zeros_like(due), np.full_like(due, np.inf), 1.0, np.inf, 0.0)
    common = seen.sum() / due.sum()
    between = _between(seen[known], common * due[known], prior_events)
    prior = 1 / between
    found = common * (seen + prior) / (common * due + prior)
    return Pooled(
        ratio=found,
        own=common * due / (common * due + prior),
        deviation=1 / np.sqrt(seen + prior),
        common=float(common),
        common_deviation=float(np.sqrt(1 / seen.sum() + between / known.sum())),
        between=float(np.sqrt(between)),
    )


def _between(seen: Floats, due: Floats, prior_events: float) -> float:
    """The variance of ratios among cells, as a share of the common one squared."""
    cells = len(seen)
    if cells < FEW:
        return 1 / prior_events
    scatter = float(((seen - due) ** 2 / due).sum())
    weight = float(due.sum() - (due**2).sum() / due.sum())
    return max(scatter - (cells - 1), np.sqrt(2 * (cells - 1)) / 2) / weight


def beyond_chance(observed: Floats, expected: Floats, freedom: float) -> float:
    """Standard deviation, as a share, by which events stray from ``expected`` beyond what Poisson chance explains.

    ``freedom``: how many numbers were fitted to make ``expected``. 0 where they stray less. NaN where all were fitted.
    """
    known = np.isfinite(observed) & np.isfinite(expected) & (expected > 0)
    left = known.sum() - freedom
    if left <= 0:
        return float("nan")
    scatter = ((observed[known] - expected[known]) ** 2 / expected[known]).sum()
    weight = expected[known].sum() * left / known.sum()
    return float(np.sqrt(max(scatter - left, 0) / weight))
