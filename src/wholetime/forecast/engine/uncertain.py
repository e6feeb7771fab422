"""A quantity that nobody knows exactly: its low, central and high value, the law between them, and seeded draws of it.

Draws belong to a seed and a name: draw i of an assumption is the same whichever block asks for it, whatever else is
drawn beside it, and two scenarios that share an assumption share its draws.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from statistics import NormalDist
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]

type Law = Literal["fixed", "uniform", "triangular", "normal"]
"""fixed: central alone. uniform: anything from low to high alike; central is the middle that tables print. triangular:
low and high are the ends, central the likeliest. normal: two halves of normal laws that meet at the median; one draw in
ten is below low, one in ten above high."""

LAWS: tuple[str, ...] = get_args(Law.__value__)

TENTH = NormalDist().inv_cdf(0.9)


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A value between ``low`` and ``high``, all in one unit. Raises ValueError unless low ≤ central ≤ high, finite."""

    low: float
    central: float
    high: float
    law: Law = "triangular"

    def __post_init__(self) -> None:
        if not all(isfinite(value) for value in (self.low, self.central, self.high)):
            raise ValueError(f"{self.low}, {self.central} and {self.high} must be finite numbers")
        if not self.low <= self.central <= self.high:
            raise ValueError(f"{self.central} is not between the low {self.low} and the high {self.high}")
        if self.law not in LAWS:
            raise ValueError(f"{self.law!r} is no law of uncertainty: {', '.join(LAWS)}")
        if self.law == "fixed" and self.low != self.high:
            raise ValueError(f"a fixed value has one number, not {self.low} to {self.high}")

    def quantile(self, share: Floats) -> Floats:
        """The value below which ``share`` (0 to 1, any shape) of the law lies; same shape."""
        share = np.asarray(share, dtype=np.float64)
        if self.law == "uniform":
            return np.asarray(self.low + share * (self.high - self.low))
        if self.law == "triangular" and self.high > self.low:
            return self._triangular(share)
        if self.law == "normal":
            z = _normal_quantile(share) / TENTH
            return np.asarray(
                self.central + np.where(z < 0, z * (self.central - self.low), z * (self.high - self.central))
            )
        return np.full(share.shape, self.central)

    @property
    def shares_at(self) -> tuple[float, float, float]:
        """The shares of the law that lie below low, central and high: where ``quantile`` gives them."""
        if self.law == "normal":
            return 0.1, 0.5, 0.9
        width = self.high - self.low
        return (0.0, (self.central - self.low) / width, 1.0) if width else (0.0, 0.5, 1.0)

    def draws(self, name: str, seed: int, first: int, count: int) -> Floats:
        """Values [count] of draws ``first`` to ``first + count − 1`` of the assumption ``name`` under ``seed``."""
        return self.quantile(shares(name, seed, first, count))

    def times(self, factor: float) -> Uncertain:
        """The same law of a value ``factor`` times as large. Raises ValueError for a negative factor."""
        if factor < 0:
            raise ValueError(f"an uncertain value cannot be multiplied by {factor}")
        return Uncertain(self.low * factor, self.central * factor, self.high * factor, self.law)

    def _triangular(self, share: Floats) -> Floats:
        width, rise = self.high - self.low, self.central - self.low
        below = self.low + np.sqrt(share * width * rise)
        above = self.high - np.sqrt((1 - share) * width * (width - rise))
        return np.asarray(np.where(share * width < rise, below, above))


def exactly(value: float) -> Uncertain:
    """A value without uncertainty."""
    return Uncertain(value, value, value, "fixed")


def shares(name: str, seed: int, first: int, count: int) -> Floats:
    """Independent uniform numbers [count] of the stream of ``seed`` and ``name``, from its number ``first`` on."""
    if first < 0 or count < 0:
        raise ValueError(f"draws cannot be counted from {first} for {count}")
    digest = hashlib.sha256(f"{seed}\n{name}".encode()).digest()
    stream = np.random.Generator(np.random.Philox(key=int.from_bytes(digest[:16], "little")))
    return stream.random(first + count)[first:]


def years_after_start(first: int, phased: int, first_year: int, years: int) -> Floats:
    """How much [years] of a change holds in each year from ``first_year``: none before ``first``, then even steps.

    After ``phased`` years all of it holds; 1 means at once. Raises ValueError when it is less than 1.
    """
    if phased < 1:
        raise ValueError(f"a change is phased in over 1 year or more, not {phased}")
    return np.clip((np.arange(first_year, first_year + years) - first + 1) / phased, 0.0, 1.0)


def _normal_quantile(share: Floats) -> Floats:
    law = NormalDist()
    ends = np.clip(share, 1e-16, 1 - 1e-16)  # a draw of exactly 0 has no finite quantile
    flat: Iterable[float] = (law.inv_cdf(value) for value in ends.ravel())
    return np.fromiter(flat, dtype=np.float64, count=ends.size).reshape(ends.shape)
