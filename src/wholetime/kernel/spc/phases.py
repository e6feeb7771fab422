"""Phases: where a chart starts afresh, and the limits each point is judged by."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from wholetime.kernel.spc.limits import LIMITS_OF, Kind, Limits
from wholetime.kernel.spc.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Placed:
    """A value with the phase it belongs to (counted from 0) and that phase's limits."""

    on: date
    value: Fraction
    phase: int
    limits: Limits

    @property
    def side(self) -> int:
        """1 above the mean, −1 below it, 0 on it."""
        return (self.value > self.limits.mean) - (self.value < self.limits.mean)

    @property
    def outside(self) -> bool:
        low, high = self.limits.lower, self.limits.upper
        return (high is not None and self.value > high) or (low is not None and self.value < low)

    @property
    def near(self) -> bool:
        """Beyond a near line yet not outside the limits."""
        low, high = self.limits.near_lower, self.limits.near_upper
        beyond = (high is not None and self.value > high) or (low is not None and self.value < low)
        return beyond and not self.outside


def _starts(days: Sequence[date], rebase: Sequence[date]) -> list[date]:
    """Rebase dates that do start a new phase: some points before them, some on or after."""
    return sorted({day for day in rebase if days and days[0] < day <= days[-1]})


def place(
    series: Sequence[tuple[date, Fraction]],
    rules: RuleSet,
    *,
    rebase: Sequence[date] = (),
    baseline: int | None = None,
    kind: Kind = Kind.XMR,
) -> list[Placed]:
    """Give each point of ``series`` (in date order, no gaps) its phase and limits.

    A phase runs from one rebase date up to the next. With a baseline, limits come from the first
    ``baseline`` points: of the chart where the rule set lets a baseline override rebasing, else of each phase.
    """
    days = [day for day, _ in series]
    overridden = baseline is not None and rules.baseline_overrides_rebase
    starts = [] if overridden else _starts(days, rebase)
    phases = [bisect_right(starts, day) for day in days]
    members: dict[int, list[Fraction]] = {}
    for (_, value), phase in zip(series, phases, strict=True):
        members.setdefault(phase, []).append(value)
    limits = {phase: LIMITS_OF[kind](values[:baseline], rules) for phase, values in members.items()}
    return [Placed(day, value, phase, limits[phase]) for (day, value), phase in zip(series, phases, strict=True)]
