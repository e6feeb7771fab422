"""An area's past in the organisations of its own day and in today's, and what explains the difference."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from wholetime.chassis.api import reconcile
from wholetime.insight.queries.asking import Answer, asked_period, history, is_public, part, public
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.kernel.figure import Figure

COUNTS = ("wte", "headcount", "patients", "attendances")
"""Figures that add up over organisations: only of those can a difference be shared out."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One organisation counted on one side only. ``effect`` is what today's view adds to the past, or takes away.

    ``how`` is ``moved`` or ``merged``; ``now`` names whoever carries on its work.
    """

    org: str
    name: str
    how: str
    now: str
    effect: Decimal


@dataclass(frozen=True, slots=True)
class ThenAndNow:
    """``was`` and ``now`` pair up by source and period; ``movements`` explain ``explained``, one of the pairs."""

    name: str
    was: Answer
    now: Answer
    explained: Figure | None
    movements: tuple[Movement, ...]


def then_and_now(view: Viewpoint, name: str) -> ThenAndNow:
    """Published numbers only: what is restricted follows today's rights, and so has no other past to show."""
    chosen = name if name in COUNTS else COUNTS[0]
    was = _public(replace(view, as_now=False), chosen)
    now = _public(replace(view, as_now=True), chosen)
    explained = _largest(was, now)
    movements = _movements(view, chosen, explained) if explained else ()
    return ThenAndNow(chosen, was, now, explained, movements)


def _public(view: Viewpoint, name: str) -> Answer:
    return tuple(figure for figure in history(view, name) if is_public(figure))


def pairs(was: Answer, now: Answer) -> list[tuple[Figure, Figure]]:
    """The two views of each source and period, oldest first."""
    later = {(part(figure, "source"), figure.period): figure for figure in now}
    found = ((figure, later.get((part(figure, "source"), figure.period))) for figure in was)
    return [(figure, other) for figure, other in found if other is not None]


def difference(was: Figure, now: Figure) -> Decimal:
    return (now.value or Decimal(0)) - (was.value or Decimal(0))


def _largest(was: Answer, now: Answer) -> Figure | None:
    """The past number that the two views differ about most; None when they agree throughout."""
    differing = [(abs(difference(*pair)), pair[0]) for pair in pairs(was, now) if difference(*pair)]
    return max(differing, key=lambda found: found[0])[1] if differing else None


def _movements(view: Viewpoint, name: str, explained: Figure) -> tuple[Movement, ...]:
    everywhere = replace(view, as_now=False)
    period, source = asked_period(explained.period), part(explained, "source")
    units = public(everywhere, name, ("org", "source"), period)
    values = [(one.scope.org, one.value) for one in units if part(one, "source") == source and one.value is not None]
    frame = pl.DataFrame(values, schema={"org": pl.String, "value": pl.Decimal(38, 9)}, orient="row")
    found = reconcile(frame, view.node.code, explained.period.end, view.moment[2])
    rows = found.movements.sort([pl.col("effect").abs(), "org"], descending=[True, False])
    return tuple(
        Movement(row["org"], row["name"] or row["org"], row["how"], row["now"] or "", row["effect"])
        for row in rows.iter_rows(named=True)
    )
