"""A distribution of peers: its middle, its quarters, how sure the middle is, and what chance alone would spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import comb, sqrt

HALF = Fraction(1, 2)
PLACES = 6  # decimals kept of what is worked out in floating point


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of ``count`` values, and its quarters. ``low`` and ``high`` bound the median; None where too few."""

    count: int
    median: Decimal
    lower_quartile: Decimal
    upper_quartile: Decimal
    low: Decimal | None
    high: Decimal | None


def spread(values: Sequence[Decimal], confidence: Fraction) -> Spread:
    """The spread of ``values``, at least one. Quantiles lie on the straight line between neighbours in order.

    The bounds of the median are two of the values: whatever the distribution, the median lies between them with at
    least ``confidence``.
    """
    ordered = sorted(values)
    place = median_place(len(ordered), confidence)
    return Spread(
        count=len(ordered),
        median=quantile(ordered, HALF),
        lower_quartile=quantile(ordered, HALF / 2),
        upper_quartile=quantile(ordered, 1 - HALF / 2),
        low=ordered[place - 1] if place else None,
        high=ordered[-place] if place else None,
    )


def quantile(ordered: Sequence[Decimal], share: Fraction) -> Decimal:
    """The value below which ``share`` (0–1) of ``ordered`` lies."""
    position = share * (len(ordered) - 1)
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    part = position - below
    return ordered[below] + (ordered[above] - ordered[below]) * part.numerator / part.denominator


@lru_cache(maxsize=256)
def median_place(count: int, confidence: Fraction) -> int:
    """The place from either end of the values that bound the median of ``count``; 0 where even the ends do not."""
    allowed = (1 - confidence) / 2 * 2**count
    place, below = 0, Fraction(0)
    while place <= count // 2 and (below := below + comb(count, place)) <= allowed:
        place += 1
    return place


def poisson_limits(expected: float, z: float) -> tuple[float, float]:
    """The range of counts that chance would give around ``expected``, by Byar's approximation.

    WTE is not a count of people; it is taken as one, which is somewhat too wide where most work part-time.
    """
    low = _byar(expected, -z) if expected > 0 else 0.0
    return max(low, 0.0), _byar(expected + 1, z)


def overdispersion(seen: Sequence[float], expected: Sequence[float], winsorised: float) -> float:
    """How many times more the areas vary than chance would make them, 1 at the least.

    The mean square of the z-scores on the square-root scale, the outermost ``winsorised`` share at each end pulled in.
    """
    scores = sorted(2 * (sqrt(one) - sqrt(other)) for one, other in zip(seen, expected, strict=True))
    cut = int(winsorised * len(scores))
    inner = scores[cut : len(scores) - cut] or scores
    pulled = [min(max(score, inner[0]), inner[-1]) for score in scores]
    return max(sum(score * score for score in pulled) / len(pulled), 1.0) if pulled else 1.0


def as_decimal(value: float) -> Decimal:
    return round(Decimal(value), PLACES)


def _byar(count: float, z: float) -> float:
    root = 1 - 1 / (9 * count) + z / (3 * sqrt(count))
    return float(count * max(root, 0.0) ** 3)
