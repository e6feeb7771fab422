"""The named rule sets: what each publisher's tool does, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from importlib.resources import files
from typing import Any

import yaml


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class Rule(StrEnum):
    """The four patterns that a process left alone seldom makes."""

    OUTSIDE_LIMITS = "outside_limits"
    TREND = "trend"
    TWO_OF_THREE = "two_of_three"
    SHIFT = "shift"


class Screening(StrEnum):
    """What an outlying moving range is dropped from before the limits are drawn.

    ``RANGES`` drops it from the mean moving range. ``POINTS`` also drops the point it ends at from the mean.
    """

    NONE = "none"
    RANGES = "ranges"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One publisher's choices. Counts are of points; factors multiply the mean moving range."""

    name: str
    title: str
    publication: str
    dated: date
    verified: bool
    factor: Fraction
    screening: Screening
    screening_factor: Fraction
    trend_points: int
    shift_points: int
    minimum_points: int
    withhold_below_minimum: bool
    signals_cross_rebase: bool
    baseline_overrides_rebase: bool
    minimum_baseline: int
    precedence: tuple[Rule, ...]
    improvement_wins: bool

    @property
    def near_factor(self) -> Fraction:
        """Two thirds of the way to the limits, where two of three begins to count."""
        return self.factor * 2 / 3


def _read(name: str, entry: Mapping[str, Any]) -> RuleSet:
    return RuleSet(
        name=name,
        title=entry["title"],
        publication=entry["publication"],
        dated=entry["dated"],
        verified=entry["verified"],
        factor=Fraction(entry["factor"]),
        screening=Screening(entry["screening"]),
        screening_factor=Fraction(entry["screening_factor"]),
        trend_points=entry["trend_points"],
        shift_points=entry["shift_points"],
        minimum_points=entry["minimum_points"],
        withhold_below_minimum=entry["below_minimum"] == "withhold",
        signals_cross_rebase=entry["signals_cross_rebase"],
        baseline_overrides_rebase=entry["baseline_scope"] == "chart",
        minimum_baseline=entry["minimum_baseline"],
        precedence=tuple(Rule(rule) for rule in entry["precedence"]),
        improvement_wins=entry["conflict"] == "improvement",
    )


RULE_SETS: dict[str, RuleSet] = {
    name: _read(name, entry)
    for name, entry in yaml.safe_load(files(__package__).joinpath("rulesets.yaml").read_text("utf-8")).items()
}
MDC = RULE_SETS["mdc"]
PLOTTHEDOTS = RULE_SETS["plotthedots"]
