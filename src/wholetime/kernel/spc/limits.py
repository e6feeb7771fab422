"""Mean and process limits of one phase.

Arithmetic is exact, in fractions: a point that equals the mean is on the mean, whatever its decimals,
and a point on a limit is not outside it. Floats are read as the shortest decimal that prints them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from statistics import NormalDist

from wholetime.kernel.spc.ruleset import RuleSet, Screening

Number = Decimal | float | int


class Kind(StrEnum):
    """Individual values (XmR), time between rare events (T), or opportunities between them (G)."""

    XMR = "xmr"
    T = "t"
    G = "g"


@dataclass(frozen=True, slots=True)
class Limits:
    """Lines of one phase, in the unit of the values.

    ``lower``, ``upper`` and the near lines (two thirds of the way out) are None where there is no moving
    range to draw them from. ``moving_range`` is the mean kept after screening; a G chart has none.
    """

    mean: Fraction
    lower: Fraction | None = None
    upper: Fraction | None = None
    near_lower: Fraction | None = None
    near_upper: Fraction | None = None
    moving_range: Fraction | None = None


def exact(value: Number) -> Fraction:
    """The decimal that was written: 0.1 is a tenth, not the nearest binary fraction."""
    return Fraction(str(value)) if isinstance(value, float) else Fraction(value)


def mean_of(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction()) / len(values)


def moving_ranges(values: Sequence[Fraction]) -> list[Fraction]:
    """Distance of each value from the one before: one fewer than the values."""
    return [abs(b - a) for a, b in pairwise(values)]


def outlying(ranges: Sequence[Fraction], rules: RuleSet) -> list[bool]:
    """Which ranges reach the screening limit. Screened once; equal values have nothing to screen."""
    ceiling = rules.screening_factor * mean_of(ranges) if ranges else Fraction()
    return [ceiling > 0 and each >= ceiling for each in ranges]


def _centre(values: Sequence[Fraction], dropped: Sequence[bool], rules: RuleSet) -> Fraction:
    if rules.screening is not Screening.POINTS:
        return mean_of(values)
    return mean_of([values[0], *(v for v, out in zip(values[1:], dropped, strict=True) if not out)])


def xmr_limits(values: Sequence[Fraction], rules: RuleSet) -> Limits:
    """Mean ± 2.66 × mean moving range. Not clipped at 0 or 100; one value alone has a mean and no limits."""
    ranges = moving_ranges(values)
    dropped = outlying(ranges, rules) if rules.screening is not Screening.NONE else [False] * len(ranges)
    mean = _centre(values, dropped, rules)
    if not ranges:
        return Limits(mean)
    spread = mean_of([r for r, out in zip(ranges, dropped, strict=True) if not out])
    far, near = rules.factor * spread, rules.near_factor * spread
    return Limits(mean, mean - far, mean + far, mean - near, mean + near, spread)


# Nelson's power for exponential waits, rounded as NHS England rounds it, and the power that takes it back.
_T_POWER, _T_BACK = 0.2777, 3.6


def _back(transformed: Fraction | None) -> Fraction | None:
    if transformed is None or transformed <= 0:
        return None
    return Fraction(float(transformed) ** _T_BACK)


def t_limits(values: Sequence[Fraction], rules: RuleSet) -> Limits:
    """XmR on the waits raised to 0.2777, taken back by 3.6. A lower line at or below zero is not drawn.

    ``moving_range`` stays in transformed units. Values must not be negative.
    """
    if min(values) < 0:
        msg = "A T chart counts time between events, so no value may be negative"
        raise ValueError(msg)
    raised = xmr_limits([Fraction(float(v) ** _T_POWER) for v in values], rules)
    centre = Fraction(float(raised.mean) ** _T_BACK)
    lower, upper = _back(raised.lower), _back(raised.upper)
    return Limits(centre, lower, upper, _back(raised.near_lower), _back(raised.near_upper), raised.moving_range)


# Chances below each line of a normal chart: three and two standard deviations down, the middle, two and three up.
# Ten places, as NHS England rounds them.
_TAILS = tuple(round(NormalDist().cdf(deviations), 10) for deviations in (-3, -2, 0, 2, 3))


def g_limits(values: Sequence[Fraction], rules: RuleSet) -> Limits:
    """Quantiles of the geometric distribution with the mean of the counts; the centre line is its median.

    ``rules`` is accepted so that the three kinds are called alike; nothing is screened.
    """
    mean = float(mean_of(values))
    if min(values) < 0 or mean == 0:
        msg = "A G chart counts opportunities between events: no value may be negative, nor all of them zero"
        raise ValueError(msg)
    failure = math.log1p(-1 / (mean + 1))
    lower, near_lower, centre, near_upper, upper = (
        Fraction(max(0.0, math.log1p(-tail) / failure - 1)) for tail in _TAILS
    )
    return Limits(centre, lower, upper, near_lower, near_upper)


LIMITS_OF = {Kind.XMR: xmr_limits, Kind.T: t_limits, Kind.G: g_limits}
