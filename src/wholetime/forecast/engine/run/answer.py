"""What a forecast says: lines of quantiles over time, with what was assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wholetime.forecast.engine.run.canonical import digest, rounded

LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
"""Ends of the middle 95%, 80% and 50%, and the middle."""
FINE = tuple(sorted({*LEVELS, *(round(step / 100, 2) for step in range(1, 100))}))
"""Levels of a line that is asked how likely it is to be beyond any size."""


@dataclass(frozen=True, slots=True)
class Line:
    """One quantity over time: ``quantiles`` has a row for each level and a column for each day of ``at``.

    ``measure``: supply, need, gap (need − supply; above nought is short), a flow (``flow.left``).
    An empty ``group`` is all groups together. ``unit`` is that of the figures (people, WTE).
    """

    measure: str
    group: str
    unit: str
    at: tuple[date, ...]
    mean: tuple[float, ...]
    levels: tuple[float, ...]
    quantiles: tuple[tuple[float, ...], ...]

    def __post_init__(self) -> None:
        if len(self.mean) != len(self.at) or len(self.quantiles) != len(self.levels):
            raise ValueError(f"{self.measure}: {len(self.at)} days, {len(self.mean)} means")
        if any(len(row) != len(self.at) for row in self.quantiles):
            raise ValueError(f"{self.measure}: a quantile for each of {len(self.at)} days")
        if any(low > high for rows in pairwise(self.quantiles) for low, high in zip(*rows, strict=True)):
            raise ValueError(f"{self.measure}: quantiles cross")

    def quantile(self, level: float) -> tuple[float, ...]:
        """Raises ValueError for a level that is not held."""
        return self.quantiles[self.levels.index(level)]

    def chance_above(self, size: float, at: date) -> float:
        """The probability (0–1) that the quantity is above ``size`` on the day ``at``, between the levels held."""
        column = [row[self.at.index(at)] for row in self.quantiles]
        if size < column[0]:
            return 1.0
        return float(1 - np.interp(size, column, self.levels, right=1.0))

    def as_json(self) -> dict[str, Any]:
        return {
            "measure": self.measure,
            "group": self.group,
            "unit": self.unit,
            "at": [day.isoformat() for day in self.at],
            "mean": [rounded(value) for value in self.mean],
            "levels": list(self.levels),
            "quantiles": [[rounded(value) for value in row] for row in self.quantiles],
        }

    @classmethod
    def from_json(cls, held: dict[str, Any]) -> Line:
        return cls(
            held["measure"],
            held["group"],
            held["unit"],
            tuple(date.fromisoformat(day) for day in held["at"]),
            tuple(held["mean"]),
            tuple(held["levels"]),
            tuple(tuple(row) for row in held["quantiles"]),
        )


def line_of(
    measure: str,
    group: str,
    unit: str,
    at: Sequence[date],
    draws: NDArray[np.float64],
    levels: tuple[float, ...] = LEVELS,
) -> Line:
    """The line of ``draws`` [draw, day]."""
    found = np.quantile(draws, levels, axis=0)
    rows = tuple(tuple(float(value) for value in row) for row in found)
    return Line(measure, group, unit, tuple(at), tuple(float(value) for value in draws.mean(axis=0)), levels, rows)


@dataclass(frozen=True)
class Answer:
    """``assumed``: sentences, each one thing taken for granted. ``facts``: further results by name."""

    lines: tuple[Line, ...]
    assumed: tuple[str, ...] = ()
    facts: tuple[tuple[str, tuple[float, ...]], ...] = ()

    @cached_property
    def hash(self) -> str:
        """SHA-256 of every number at nine significant digits."""
        held = self.as_json()
        return digest([held["lines"], held["facts"]])

    def line(self, measure: str, group: str = "", unit: str = "") -> Line | None:
        return next(
            (
                one
                for one in self.lines
                if (one.measure, one.group) == (measure, group) and (not unit or one.unit == unit)
            ),
            None,
        )

    def groups(self, measure: str = "supply") -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.group for one in self.lines if one.measure == measure and one.group))

    def as_json(self) -> dict[str, Any]:
        return {
            "lines": [line.as_json() for line in self.lines],
            "assumed": list(self.assumed),
            "facts": {name: [rounded(value) for value in values] for name, values in self.facts},
        }

    @classmethod
    def from_json(cls, held: dict[str, Any]) -> Answer:
        """Raises ValueError, KeyError or TypeError where ``held`` is not what ``as_json`` writes."""
        facts = tuple((name, tuple(values)) for name, values in sorted(held["facts"].items()))
        return cls(tuple(Line.from_json(line) for line in held["lines"]), tuple(held["assumed"]), facts)
