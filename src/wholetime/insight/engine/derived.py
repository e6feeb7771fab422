"""A number worked out from figures is a figure too: it carries their sources, and their doubts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from wholetime.kernel.figure import Coverage, Definition, Figure, Scope, Suppression
from wholetime.kernel.period import Period


@dataclass(frozen=True, slots=True)
class Ranged:
    """A figure with the least and most it could be, in the figure's own unit."""

    figure: Figure
    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if self.figure.value is None or not self.low <= self.figure.value <= self.high:
            raise ValueError(f"{self.figure.value} is not between {self.low} and {self.high}")


def derived(
    definition: Definition,
    inputs: Sequence[Figure],
    *,
    value: Decimal | None,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    scope: Scope | None = None,
    coverage: Coverage | None = None,
    notes: Iterable[str] = (),
) -> Figure:
    """``value`` labelled from the ``inputs`` it was worked out from. Raises ValueError where there are none.

    The period spans theirs, the sources are all theirs, and the coverage is the poorest of theirs unless given.
    No value, where an input is withheld, is withheld for the same reason. ``scope`` is the first input's unless given.
    """
    if not inputs:
        raise ValueError(f"{definition.name} needs the figures it was worked out from")
    shown = value is not None
    return Figure(
        definition=definition,
        value=value,
        numerator=numerator if shown else None,
        denominator=denominator if shown else None,
        period=Period(min(one.period.start for one in inputs), max(one.period.end for one in inputs)),
        scope=scope if scope is not None else inputs[0].scope,
        sources=tuple(sorted({source for one in inputs for source in one.sources})),
        coverage=coverage if coverage is not None else _poorest(inputs),
        suppression=None if shown else _withheld(inputs),
        notes=tuple(dict.fromkeys((*notes, *(note for one in inputs for note in one.notes)))),
    )


def without(scope: Scope, *names: str) -> Scope:
    """``scope`` no longer restricted by the breakdowns ``names``."""
    return replace(scope, detail=tuple((name, value) for name, value in scope.detail if name not in names))


def _poorest(inputs: Sequence[Figure]) -> Coverage | None:
    known = [one.coverage for one in inputs if one.coverage is not None and one.coverage.share is not None]
    return min(known, key=lambda coverage: coverage.share or Decimal(0), default=None)


def _withheld(inputs: Sequence[Figure]) -> Suppression | None:
    return next((one.suppression for one in inputs if one.suppression is not None), None)
