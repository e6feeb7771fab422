"""One figure over time."""

from __future__ import annotations

from dataclasses import dataclass

from wholetime.dataset.api import definitions
from wholetime.insight.queries.asking import Answer, history, public
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.kernel.figure import Definition, Unit

FIRST = "wte"
RATES = (Unit.PERCENT, Unit.PATIENTS_PER_WTE, Unit.RESIDENTS_PER_WTE, Unit.SCORE)
"""Units that stand beside England's; numbers of people do not."""


@dataclass(frozen=True, slots=True)
class Trend:
    """``england`` is empty for a figure whose size follows that of the area."""

    definition: Definition
    past: Answer
    england: Answer


def trend(view: Viewpoint, name: str) -> Trend:
    """The figure ``name``, or WTE where there is no such figure."""
    known = {definition.name: definition for definition in definitions()}
    chosen = known.get(name, known[FIRST])
    rate = chosen.unit in RATES
    past = history(view, chosen.name, sectors=not rate)
    theirs = public(view, chosen.name, ("source", "period")) if rate and view.node.kind != "nation" else ()
    spans = {figure.period for figure in past}
    return Trend(chosen, past, tuple(figure for figure in theirs if figure.period in spans))


def choices() -> tuple[tuple[str, str], ...]:
    """Name and title of every figure of the catalogue."""
    return tuple((definition.name, definition.title) for definition in definitions())
