"""From hours of work to WTE: what a whole-time person is there for in a year, and the time they are away."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

type Mode = Literal["uplift", "headroom"]
"""uplift: posts are hours × (1 + share). headroom: share is of paid time, so posts are hours ÷ (1 − share). At 22% the
second asks for 5% more posts than the first, so every establishment says which it means."""

WEEKS = Decimal(365) / Decimal(7)
"""Weeks in a year of 365 days: 52.142857."""


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """Paid hours a week of one WTE, and the ``away`` share of time (leave, sickness, training) in its mode.

    Raises ValueError for a week without hours, or a share away outside 0 to 1.
    """

    weekly: Decimal = Decimal("37.5")
    away: Decimal = Decimal(0)
    mode: Mode = "uplift"

    def __post_init__(self) -> None:
        if self.weekly <= 0:
            raise ValueError(f"a working week has hours, not {self.weekly}")
        if not 0 <= self.away < 1:
            raise ValueError(f"the share of time away is from 0 to below 1, not {self.away}")
        if self.mode not in ("uplift", "headroom"):
            raise ValueError(f"time away is an uplift or headroom, not {self.mode!r}")

    @property
    def paid(self) -> Decimal:
        """Paid hours of one WTE in a year."""
        return self.weekly * WEEKS

    @property
    def present(self) -> Decimal:
        """Hours of one WTE in a year that are there for the work."""
        return self.paid / (1 + self.away) if self.mode == "uplift" else self.paid * (1 - self.away)

    def wte(self, hours: Decimal) -> Decimal:
        """WTE for ``hours`` of work in a year."""
        return hours / self.present
