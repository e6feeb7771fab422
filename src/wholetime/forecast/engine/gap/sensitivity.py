"""What an outcome hangs on: one assumption at a time (a tornado), and all at once (Sobol indices).

The tornado is easy to read and blind to assumptions that matter together. Sobol's indices are shares of the variance of
the outcome: ``first`` by an assumption alone, ``total`` with all that it does together with others (Saltelli's design,
as in SciPy).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import sobol_indices, t, uniform

from wholetime.forecast.engine.gap.outcome import PEOPLE, Outcome
from wholetime.forecast.engine.scenario.register import Register
from wholetime.forecast.engine.uncertain import Floats

EIGHT_OF_TEN = (0.1, 0.5, 0.9)
"""Shares below the low, central and high growth of people, which has samples and no ends of its own."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The outcome at the low, central and high value of one assumption, all others central."""

    name: str
    low: float
    central: float
    high: float

    @property
    def width(self) -> float:
        """How far the outcome moves."""
        return max(self.low, self.central, self.high) - min(self.low, self.central, self.high)


@dataclass(frozen=True, slots=True)
class Indices:
    """Shares of the outcome's variance, with 95% intervals of their estimation."""

    name: str
    first: float
    first_interval: tuple[float, float]
    total: float
    total_interval: tuple[float, float]


def tornado(register: Register, names: Sequence[str], outcome: Outcome) -> tuple[Bar, ...]:
    """Bars of ``names``, the widest first. Asks for the outcome once, at twice as many points as names and one more."""
    at = {name: EIGHT_OF_TEN if name == PEOPLE else register[name].value.shares_at for name in names}
    values = {name: np.full(2 * len(names) + 1, at[name][1]) for name in names}
    for n, name in enumerate(names):
        values[name][1 + 2 * n], values[name][2 + 2 * n] = at[name][0], at[name][2]
    found = outcome(values)
    bars = [
        Bar(name, float(found[1 + 2 * n]), float(found[0]), float(found[2 + 2 * n])) for n, name in enumerate(names)
    ]
    return tuple(sorted(bars, key=lambda bar: (-bar.width, bar.name)))


def sobol(
    names: Sequence[str], outcome: Outcome, *, points: int = 64, repeats: int = 8, seed: int = 0
) -> tuple[Indices, ...]:
    """Indices of ``names``, the largest total first, from ``points`` × (names + 2) outcomes, ``repeats`` times.

    Each repeat scrambles its points anew; the estimates are their means, the intervals Student's. Raises ValueError
    where ``points`` is no power of two, there are fewer than two repeats or no names, or the outcome does not vary.
    """
    if points < 2 or points & (points - 1) or repeats < 2:
        raise ValueError(f"points are a power of two and repeats two or more, not {points} and {repeats}")
    if not names:
        raise ValueError("nothing is uncertain, so nothing can be said to matter most")
    if np.ptp(outcome(_mixed(names))) == 0:
        raise ValueError("the outcome does not vary with any of the assumptions")
    if len(names) == 1:  # there is nothing to share with, and SciPy wants two or more
        return (Indices(names[0], 1.0, (1.0, 1.0), 1.0, (1.0, 1.0)),)

    def asked(shares: Floats) -> Floats:
        return outcome(dict(zip(names, shares, strict=True)))[np.newaxis]

    streams = np.random.default_rng(seed).spawn(repeats)
    found = [sobol_indices(func=asked, n=points, dists=[uniform()] * len(names), rng=stream) for stream in streams]
    first = _estimated(np.array([one.first_order.ravel() for one in found]))
    total = _estimated(np.array([one.total_order.ravel() for one in found]))
    each = [Indices(name, *first[n], *total[n]) for n, name in enumerate(names)]
    return tuple(sorted(each, key=lambda one: (-one.total, one.name)))


def _estimated(repeats: Floats) -> list[tuple[float, tuple[float, float]]]:
    """The mean of each column of ``repeats`` [repeat, name] and its 95% interval."""
    count = len(repeats)
    middles, half = repeats.mean(axis=0), t.ppf(0.975, count - 1) * repeats.std(axis=0, ddof=1) / np.sqrt(count)
    return [(float(m), (float(m - h), float(m + h))) for m, h in zip(middles, half, strict=True)]


def _mixed(names: Sequence[str]) -> Mapping[str, Floats]:
    """Each assumption at its ends in an order of its own: an outcome that varies at all varies here."""
    stream = np.random.default_rng(0)
    return {name: stream.random(16) for name in names}
