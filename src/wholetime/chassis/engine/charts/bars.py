"""Bars: ranked, and stacked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt

from wholetime.chassis.engine.charts.chart import ROWS, Chart, Number, composed, said, value_axis
from wholetime.chassis.engine.charts.palette import INK, SERIES
from wholetime.chassis.engine.tables import Column, Table, figure_column
from wholetime.kernel.figure import Unit

ROW = 28
ROOM_FOR_AXIS = 48
SMALL = 100  # WTE below which a tenth can be told apart
LABEL_SHARE = 0.25  # of the width: a value of seven characters beside the longest bar


def bar(
    title: str,
    values: Mapping[str, Number],
    unit: Unit,
    source: str,
    sentence: str | None = None,
    highlight: str | None = None,
) -> Chart:
    """Horizontal bars, longest first; ``highlight`` names the one that is looked at."""
    ranked = sorted(values.items(), key=lambda item: (-item[1], item[0]))
    return Chart(
        title=title,
        sentence=sentence or _bar_sentence(ranked, unit),
        source=source,
        table=Table(
            title, (Column("name", "Name"), figure_column("value", str(unit).capitalize(), unit)), tuple(ranked)
        ),
        spec=composed(
            _bar_layers(ranked, unit),
            {"rows": _bar_rows(ranked, unit, highlight)},
            ROOM_FOR_AXIS + ROW * max(len(ranked), 2),
        ),
    )


def _bar_sentence(ranked: Sequence[tuple[str, Number]], unit: Unit) -> str:
    if not ranked:
        return "There is no data."
    top, value = ranked[0]
    if len(ranked) == 1:
        return f"{top}: {said(value, unit)}."
    last, least = ranked[-1]
    return f"{top} is highest at {said(value, unit)}; {last} is lowest at {said(least, unit)}."


def _bar_rows(ranked: Sequence[tuple[str, Number]], unit: Unit, highlight: str | None) -> list[dict[str, object]]:
    small = unit is Unit.WTE and all(value < SMALL for _, value in ranked)
    places = 1 if unit is Unit.PERCENT or small else 0
    return [
        {
            "name": name,
            "value": float(value),
            "label": f"{name}: {said(value, unit)}",
            "text": said(value, Unit.PERCENT if unit is Unit.PERCENT else Unit.SCORE, places),
            "chosen": highlight in (None, name),
        }
        for name, value in ranked
    ]


def _bar_layers(ranked: Sequence[tuple[str, Number]], unit: Unit) -> list[alt.Chart]:
    base = alt.Chart(ROWS).encode(
        x=alt.X("value:Q", axis=value_axis(unit), scale=_room(ranked)),
        y=alt.Y(
            "name:N",
            sort=[name for name, _ in ranked],
            axis=alt.Axis(title=None, ticks=False, labelLimit=210, labelColor=INK),
        ),
    )
    colour = alt.ColorValue(SERIES[5], condition={"test": "datum.chosen", "value": SERIES[0]})
    bars = base.mark_bar(cornerRadiusEnd=2, height={"band": 0.72}).encode(
        description=alt.Description("label:N"), color=colour
    )
    return [
        bars,
        base.mark_text(align="left", dx=5, fontSize=13, color=INK, aria=False).encode(text=alt.Text("text:N")),
    ]


def _room(ranked: Sequence[tuple[str, Number]]) -> alt.Scale:
    """From zero, with room at the end of the longest bar for its value."""
    values = [float(value) for _, value in ranked]
    least, most = min([0.0, *values]), max([0.0, *values])
    return alt.Scale(domain=[least, most + (most - least) * LABEL_SHARE or 1], nice=False)


def stacked(
    title: str,
    parts: Mapping[str, Mapping[str, Number]],
    unit: Unit,
    source: str,
    sentence: str,
    share: bool = False,
) -> Chart:
    """``parts[row][part]`` as horizontal bars of stacked parts; with ``share`` each row fills the width."""
    names = list(dict.fromkeys(part for row in parts.values() for part in row))
    if len(names) > len(SERIES):
        raise ValueError(f"stacked bars show at most {len(SERIES)} parts, not {len(names)}")
    columns = (Column("name", "Name"), *(figure_column(name, name, unit) for name in names))
    rows = tuple((row, *(held.get(name) for name in names)) for row, held in parts.items())
    height = ROOM_FOR_AXIS + 30 + ROW * max(len(parts), 2)
    spec = composed([_stack(list(parts), names, unit, share)], {"rows": _stack_rows(parts, names, unit)}, height)
    return Chart(title, sentence, source, Table(title, columns, rows), spec)


def _stack_rows(parts: Mapping[str, Mapping[str, Number]], names: list[str], unit: Unit) -> list[dict[str, object]]:
    return [
        {
            "name": row,
            "part": part,
            "order": names.index(part),
            "value": float(value),
            "label": f"{row}, {part}: {said(value, unit)}",
        }
        for row, held in parts.items()
        for part, value in held.items()
    ]


def _stack(order: list[str], names: list[str], unit: Unit, share: bool) -> alt.Chart:
    axis = alt.Axis(title=None, format="%", tickCount=5, domain=False, ticks=False) if share else value_axis(unit)
    return (
        alt.Chart(ROWS)
        .mark_bar(height={"band": 0.72})
        .encode(
            x=alt.X("value:Q", stack="normalize" if share else "zero", axis=axis),
            y=alt.Y("name:N", sort=order, axis=alt.Axis(title=None, ticks=False, labelLimit=210, labelColor=INK)),
            color=alt.Color(
                "part:N",
                sort=names,
                scale=alt.Scale(domain=names, range=list(SERIES[: len(names)])),
                legend=alt.Legend(columns=3),
            ),
            order=alt.Order("order:Q"),
            description=alt.Description("label:N"),
        )
    )
