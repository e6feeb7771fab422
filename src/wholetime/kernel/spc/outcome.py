"""A chart: every point with its colour and rule, the limits, the two icons and what to beware of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from wholetime.kernel.spc.icons import Assurance, Variation
from wholetime.kernel.spc.limits import Kind, Number
from wholetime.kernel.spc.precedence import Colour
from wholetime.kernel.spc.ruleset import Direction, Rule


@dataclass(frozen=True, slots=True)
class Point:
    """One dated value, judged. ``side`` is "high" or "low" for a signal, None for common cause.

    ``value`` is None where the series has a date and no number. Lines are those of the point's own phase,
    in the unit of the values; None where they cannot be drawn or the rule set withholds them.
    """

    date: date
    value: Number | None
    colour: Colour = Colour.GREY
    rule: Rule | None = None
    side: str | None = None
    phase: int = 0
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None

    def as_dict(self) -> dict[str, Any]:
        return {
            "date": self.date.isoformat(),
            "value": None if self.value is None else float(self.value),
            "colour": self.colour.value,
            "rule": self.rule and self.rule.value,
            "side": self.side,
            "phase": self.phase,
            "mean": self.mean,
            "lower": self.lower,
            "upper": self.upper,
        }


@dataclass(frozen=True, slots=True)
class ChartLimits:
    """Lines of the last phase. ``moving_range`` is the mean the limits were drawn from."""

    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    near_lower: float | None = None
    near_upper: float | None = None
    moving_range: float | None = None

    def as_dict(self) -> dict[str, float | None]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Chart:
    """A judged series, in date order. Icons are None where the rule set shows none."""

    points: tuple[Point, ...]
    limits: ChartLimits
    variation: Variation | None
    assurance: Assurance | None
    notes: tuple[str, ...]
    improve: Direction
    target: Number | None
    rules: str
    kind: Kind

    def as_dict(self) -> dict[str, Any]:
        """The chart as plain JSON values."""
        return {
            "points": [point.as_dict() for point in self.points],
            "limits": self.limits.as_dict(),
            "variation": self.variation and self.variation.value,
            "assurance": self.assurance and self.assurance.value,
            "improve": self.improve.value,
            "target": None if self.target is None else float(self.target),
            "rules": self.rules,
            "kind": self.kind.value,
            "notes": list(self.notes),
        }
