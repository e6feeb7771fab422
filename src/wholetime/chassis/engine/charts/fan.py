"""What was counted, and beyond it the widening fan of what may come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import altair as alt

from wholetime.chassis.engine.charts.chart import DATE_SCALE, ROWS, Chart, Number, composed, date_axis, said, value_axis
from wholetime.chassis.engine.charts.palette import RAMP, SERIES
from wholetime.chassis.engine.tables import Column, Kind, Table, figure_column
from wholetime.kernel.figure import Unit

BANDS = (("95% likely", RAMP[0]), ("80% likely", RAMP[1]), ("50% likely", RAMP[2]))
"""From the widest to the narrowest, each lighter than what it holds."""
COUNTED, MIDDLE = "Counted", "Middle of the forecast"


@dataclass(frozen=True, slots=True)
class Ahead:
    """One day of a forecast: its middle, and (low, high) of the middle 50%, 80% and 95%."""

    day: date
    middle: Number
    half: tuple[Number, Number]
    most: tuple[Number, Number]
    nearly_all: tuple[Number, Number]


def fan(
    title: str,
    past: Sequence[tuple[date, Number]],
    ahead: Sequence[Ahead],
    unit: Unit,
    source: str,
    sentence: str,
    beside: tuple[str, Sequence[tuple[date, Number]]] | None = None,
    wide: bool = True,
) -> Chart:
    """The past as a line with points, the forecast as three bands about a dashed middle; ``beside`` a line to reach.

    Raises ValueError without a day ahead.
    """
    if not ahead:
        raise ValueError("a fan needs at least one day ahead")
    rows = {"rows": _lines(past, ahead, unit, beside), "bands": _bands(ahead, unit)}
    return Chart(
        title=title,
        sentence=sentence,
        source=source,
        table=_table(title, past, ahead, unit, beside),
        spec=composed([_areas(unit), *_drawn(unit, _names(past, beside))], rows, 320, wide),
        wide=wide,
    )


def _areas(unit: Unit) -> alt.Chart:
    names, colours = [name for name, _ in BANDS], [colour for _, colour in BANDS]
    scale = alt.Scale(domain=names, range=colours)
    return (
        alt.Chart(alt.NamedData("bands"))
        .mark_area(opacity=1, aria=False)
        .encode(
            x=alt.X("date:T", axis=date_axis(), scale=DATE_SCALE),
            y=alt.Y("low:Q", axis=value_axis(unit), scale=alt.Scale(zero=False, nice=True)),
            y2=alt.Y2("high"),
            fill=alt.Fill("band:N", sort=names, scale=scale, legend=alt.Legend(symbolType="square")),
        )
    )


def _names(past: Sequence[object], beside: tuple[str, object] | None) -> dict[str, tuple[str, list[int]]]:
    """The lines that there are, with colour and dashes."""
    found = {COUNTED: (SERIES[0], [1, 0])} if past else {}
    found[MIDDLE] = (RAMP[5], [6, 3])
    return found | ({beside[0]: (SERIES[1], [2, 2])} if beside else {})


def _drawn(unit: Unit, looks: dict[str, tuple[str, list[int]]]) -> list[alt.Chart]:
    names = list(looks)
    legend = alt.Legend(symbolType="stroke", symbolSize=500, symbolStrokeWidth=2.5)
    base = alt.Chart(ROWS).encode(
        x=alt.X("date:T", axis=date_axis(), scale=DATE_SCALE),
        y=alt.Y("value:Q", axis=value_axis(unit), scale=alt.Scale(zero=False, nice=True)),
        color=alt.Color(
            "series:N",
            sort=names,
            scale=alt.Scale(domain=names, range=[colour for colour, _ in looks.values()]),
            legend=legend,
        ),
    )
    dashes = alt.Scale(domain=names, range=[dashes for _, dashes in looks.values()])
    lines = base.mark_line(strokeWidth=2.5, aria=False).encode(
        strokeDash=alt.StrokeDash("series:N", sort=names, scale=dashes, legend=legend)
    )
    points = base.mark_point(filled=True, size=30, opacity=1).encode(description=alt.Description("label:N"))
    return [lines, points]


def _lines(
    past: Sequence[tuple[date, Number]],
    ahead: Sequence[Ahead],
    unit: Unit,
    beside: tuple[str, Sequence[tuple[date, Number]]] | None,
) -> list[dict[str, object]]:
    named = [(COUNTED, list(past)), (MIDDLE, [(one.day, one.middle) for one in ahead])]
    if beside:
        named.append((beside[0], list(beside[1])))
    return [
        {
            "series": name,
            "date": day.isoformat(),
            "value": float(value),
            "label": f"{name}, {day:%B %Y}: {said(value, unit)}",
        }
        for name, points in named
        for day, value in points
    ]


def _bands(ahead: Sequence[Ahead], unit: Unit) -> list[dict[str, object]]:
    widths = ("nearly_all", "most", "half")
    return [
        {"band": name, "date": one.day.isoformat(), "low": float(low), "high": float(high)}
        for (name, _), width in zip(BANDS, widths, strict=True)
        for one in ahead
        for low, high in (getattr(one, width),)
    ]


def _table(
    title: str,
    past: Sequence[tuple[date, Number]],
    ahead: Sequence[Ahead],
    unit: Unit,
    beside: tuple[str, Sequence[tuple[date, Number]]] | None,
) -> Table:
    also = dict(beside[1]) if beside else {}
    columns = (
        Column("date", "Date", Kind.DATE),
        figure_column("counted", COUNTED, unit),
        figure_column("middle", MIDDLE, unit),
        figure_column("low80", "80%: from", unit),
        figure_column("high80", "80%: to", unit),
        figure_column("low95", "95%: from", unit),
        figure_column("high95", "95%: to", unit),
        *((figure_column("beside", beside[0], unit),) if beside else ()),
    )
    before = [(day, value, None, None, None, None, None, *((also.get(day),) if beside else ())) for day, value in past]
    after = [
        (one.day, None, one.middle, *one.most, *one.nearly_all, *((also.get(one.day),) if beside else ()))
        for one in ahead
    ]
    return Table(title, columns, (*before, *after))
