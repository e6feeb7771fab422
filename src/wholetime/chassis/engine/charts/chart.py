"""A chart as one value: what to draw, and the same in a table, in a sentence and with its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import altair as alt

from wholetime.chassis.engine.charts.palette import GRID, INK, SOFT, SURFACE
from wholetime.chassis.engine.tables import Table
from wholetime.chassis.engine.wording import number_text
from wholetime.kernel.figure import Unit

WIDTH = 460
WIDE = 1000
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""Of one width with Arial, which servers lack: to look for that first made drawing a third slower."""

type Number = int | float | Decimal


@dataclass(frozen=True, slots=True)
class Chart:
    """``spec`` is Vega-Lite; ``wide`` charts take the whole width of a page. ``sentence`` says what it shows."""

    title: str
    sentence: str
    source: str
    table: Table
    spec: dict[str, Any] = field(hash=False)
    wide: bool = False


type Rows = Mapping[str, Sequence[Mapping[str, Any]]]

ROWS = alt.NamedData("rows")
"""What most layers draw. They name their rows, which come last: Altair copies whatever a layer holds at each step.
Channels are given as objects: of a text or a condition Altair finds out the class anew each time, in some 5 ms."""


def composed(layers: Sequence[alt.Chart], rows: Rows, height: int, wide: bool = False) -> dict[str, Any]:
    """The specification of ``layers`` drawn over one another, in the look of every chart. Height in pixels.

    ``rows`` gives the data that the layers name. Not checked against the schema, which costs more than drawing.
    """
    drawn = [layer.to_dict(validate=False) for layer in layers]
    for layer in drawn:
        layer.pop("$schema", None)
        layer.pop("config", None)
    return {
        "$schema": alt.SCHEMA_URL,
        "config": LOOK,
        "width": WIDE if wide else WIDTH,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 4,
        "datasets": dict(rows),
        **(drawn[0] if len(drawn) == 1 else {"layer": drawn}),
    }


AXIS: dict[str, Any] = {
    "labelFontSize": 14,
    "titleFontSize": 14,
    "titleFontWeight": "normal",
    "labelColor": SOFT,
    "titleColor": SOFT,
    "gridColor": GRID,
    "domainColor": SOFT,
    "tickColor": SOFT,
    "tickSize": 4,
    "labelPadding": 4,
    "titlePadding": 8,
}
LEGEND: dict[str, Any] = {
    "orient": "top",
    "title": None,
    "labelFontSize": 14,
    "labelColor": INK,
    "labelLimit": 260,
    "symbolSize": 120,
    "columnPadding": 16,
    "offset": 6,
}


LOOK: dict[str, Any] = {"font": FONT, "background": SURFACE, "view": {"stroke": None}, "axis": AXIS, "legend": LEGEND}
"""Of every chart: light grid, no box, text in one size, legend above."""


def value_axis(unit: Unit, title: str | None = None) -> Any:
    """An axis of values: few lines, thousands parted, percentages with their sign."""
    label = "datum.label + '%'" if unit is Unit.PERCENT else "datum.label"
    named = title if title is not None else ("" if unit is Unit.PERCENT else str(unit))
    apart: dict[str, Any] = {"labelOverlap": "greedy", "labelSeparation": 6}
    return alt.Axis(title=named or None, labelExpr=label, tickCount=5, domain=False, ticks=False, **apart)


def date_axis() -> Any:
    return alt.Axis(title=None, grid=False, labelExpr=DATE_LABEL, tickCount=6, labelOverlap="greedy", labelFlush=False)


DATE_LABEL = "utcFormat(datum.value, '%b %Y')"


DATE_SCALE = alt.Scale(type="utc")  # a day is a day, whatever the clock of the machine that draws it


def said(value: Number, unit: Unit, decimals: int | None = None) -> str:
    """``5.2%`` or ``8,412 WTE``; four digits and more need no decimals to be spoken of."""
    fine = unit in (Unit.PERCENT, Unit.SCORE, Unit.WTE) and abs(float(value)) < 1000
    places = decimals if decimals is not None else int(fine)
    text = number_text(Decimal(str(value)), places)
    if unit is Unit.PERCENT:
        return f"{text}%"
    return text if unit is Unit.SCORE else f"{text} {unit}"
