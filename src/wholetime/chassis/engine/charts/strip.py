"""The benchmark strip: one dot a peer, ours larger, and the median of the peers as a line."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median

import altair as alt

from wholetime.chassis.engine.charts.chart import ROWS, Chart, Number, composed, said, value_axis
from wholetime.chassis.engine.charts.palette import INK, SERIES
from wholetime.chassis.engine.tables import Column, Table, figure_column
from wholetime.chassis.engine.wording import counted
from wholetime.kernel.figure import Unit

HEIGHT = 130


def strip(
    title: str, values: Mapping[str, Number], ours: str, unit: Unit, source: str, sentence: str | None = None
) -> Chart:
    """``values`` of all the peers by name, ours among them."""
    middle = median(float(value) for value in values.values())
    ranked = sorted(values.items(), key=lambda item: (-item[1], item[0]))
    table = Table(title, (Column("name", "Name"), figure_column("value", str(unit).capitalize(), unit)), tuple(ranked))
    rows = {"rows": _rows(values, ours, unit), "middle": _middle(middle, unit)}
    spoken = sentence or _sentence(values, ours, unit, middle)
    return Chart(title, spoken, source, table, composed(_layers(ours, unit), rows, HEIGHT))


def _sentence(values: Mapping[str, Number], ours: str, unit: Unit, middle: float) -> str:
    own = values[ours]
    higher = sum(1 for value in values.values() if value > own)
    return (
        f"{ours} is at {said(own, unit)}; the middle of {counted(len(values), 'peer')} is {said(middle, unit)}, "
        f"and {higher} of them {'is' if higher == 1 else 'are'} higher."
    )


def _rows(values: Mapping[str, Number], ours: str, unit: Unit) -> list[dict[str, object]]:
    return [
        {"value": float(value), "ours": name == ours, "label": f"{name}: {said(value, unit)}"}
        for name, value in sorted(values.items(), key=lambda item: item[1])
    ]


def _middle(middle: float, unit: Unit) -> list[dict[str, object]]:
    return [{"value": middle, "label": f"Middle of the peers: {said(middle, unit)}"}]


def _layers(ours: str, unit: Unit) -> list[alt.Chart]:
    scale = alt.Scale(zero=False, nice=True)
    dots = alt.Chart(ROWS).encode(
        x=alt.X("value:Q", axis=value_axis(unit), scale=scale), description=alt.Description("label:N")
    )
    peers = dots.transform_filter("!datum.ours").mark_circle(size=110, color=SERIES[5], opacity=0.55)
    own = dots.transform_filter("datum.ours").mark_circle(size=320, color=SERIES[1], opacity=1)
    name = dots.transform_filter("datum.ours").mark_text(dy=-20, fontSize=13, fontWeight="bold", color=INK, aria=False)
    rule = (
        alt.Chart(alt.NamedData("middle"))
        .mark_rule(color=INK, strokeDash=[4, 3])
        .encode(x=alt.X("value:Q"), description=alt.Description("label:N"))
    )
    return [rule, peers, own, name.encode(text=alt.TextValue(ours))]
