"""The statistical process control chart: points coloured by their rule, the mean, the limits and the target."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import date
from typing import Any

import altair as alt

from wholetime.chassis.engine.charts.chart import DATE_SCALE, ROWS, Chart, Rows, composed, date_axis, said, value_axis
from wholetime.chassis.engine.charts.palette import INK, SERIES, SOFT, spc_colour
from wholetime.chassis.engine.tables import Column, Kind, Table, figure_column
from wholetime.kernel.figure import Unit

MEANING = {"grey": "Common cause", "blue": "Improvement", "orange": "Concern", "purple": "Change"}
SHAPES = {"grey": "circle", "blue": "triangle-up", "orange": "square", "purple": "diamond"}
RULE_WORDS = {
    "outside_limits": "outside the limits",
    "shift": "in a run on one side of the mean",
    "trend": "in a trend",
    "two_of_three": "two of three near a limit",
}


def spc(title: str, judged: Mapping[str, Any], unit: Unit, source: str, sentence: str, wide: bool = False) -> Chart:
    """``judged`` is the plain form of a kernel SPC chart: ``points`` with their own lines, ``limits``, ``target``."""
    return Chart(
        title=title,
        sentence=sentence,
        source=source,
        table=_table(title, judged, unit),
        spec=composed(_layers(judged, unit), _drawn(judged, unit), 300, wide),
        wide=wide,
    )


def rule_text(rule: str | None) -> str:
    return RULE_WORDS.get(rule, rule.replace("_", " ")) if rule else ""


def _drawn(judged: Mapping[str, Any], unit: Unit) -> Rows:
    rows = [_row(point, unit) for point in judged["points"]]
    if judged.get("target") is None:
        return {"rows": rows}
    target = float(judged["target"])
    return {"rows": rows, "target": [{"target": target, "label": f"Target: {said(target, unit)}"}]}


def _layers(judged: Mapping[str, Any], unit: Unit) -> list[alt.Chart]:
    points = judged["points"]
    base = alt.Chart(ROWS).encode(x=alt.X("date:T", axis=date_axis(), scale=DATE_SCALE))
    lines = [name for name in ("mean", "lower", "upper") if any(point.get(name) is not None for point in points)]
    layers = [_line(base, name) for name in lines]
    if judged.get("target") is not None:
        layers.append(_target())
    path = base.mark_line(color=SOFT, strokeWidth=1.25, aria=False).encode(y=_y("value", unit))
    return [*layers, path, _points(base, {point["colour"] for point in points}, unit)]


def _row(point: Mapping[str, Any], unit: Unit) -> dict[str, Any]:
    day, value, colour = date.fromisoformat(point["date"]), point["value"], point["colour"]
    words = "no value" if value is None else said(value, unit)
    why = f", {rule_text(point['rule'])}" if point.get("rule") else ""
    return {
        "date": point["date"],
        "value": value,
        "meaning": MEANING[colour],
        "phase": point.get("phase", 0),
        **{name: point.get(name) for name in ("mean", "lower", "upper")},
        "label": f"{day:%B %Y}: {words}. {MEANING[colour]}{why}",
    }


def _y(name: str, unit: Unit) -> alt.Y:
    return alt.Y(f"{name}:Q", axis=value_axis(unit), scale=alt.Scale(zero=False, nice=True))


def _line(base: alt.Chart, name: str) -> alt.Chart:
    """A line of each phase apart, so that a rebased chart steps."""
    dash = [1, 0] if name == "mean" else [5, 4]
    width = 1.5 if name == "mean" else 1.25
    marked = base.mark_line(color=INK, strokeDash=dash, strokeWidth=width, aria=False)
    return marked.encode(y=alt.Y(f"{name}:Q", scale=alt.Scale(zero=False)), detail=alt.Detail("phase:N"))


def _target() -> alt.Chart:
    drawn = alt.Chart(alt.NamedData("target")).mark_rule(color=SERIES[4], strokeWidth=1.5, strokeDash=[2, 3])
    return drawn.encode(y=alt.Y("target:Q"), description=alt.Description("label:N"))


def _points(base: alt.Chart, colours: Set[str], unit: Unit) -> alt.Chart:
    """Colour and shape both tell the meaning, so that neither has to be seen."""
    seen = [colour for colour in MEANING if colour in colours]
    meanings = [MEANING[colour] for colour in seen]
    inks = alt.Scale(domain=meanings, range=[spc_colour(colour) for colour in seen])
    shapes = alt.Scale(domain=meanings, range=[SHAPES[colour] for colour in seen])
    return (
        base.transform_filter("datum.value !== null")
        .mark_point(filled=True, size=64, opacity=1)
        .encode(
            y=_y("value", unit),
            color=alt.Color("meaning:N", scale=inks),
            shape=alt.Shape("meaning:N", scale=shapes),
            description=alt.Description("label:N"),
        )
    )


def _table(title: str, judged: Mapping[str, Any], unit: Unit) -> Table:
    lines = ("mean", "lower", "upper")
    titles = ("Mean", "Lower limit", "Upper limit")
    columns = (
        Column("date", "Date", Kind.DATE),
        figure_column("value", "Value", unit),
        *(figure_column(name, text, unit) for name, text in zip(lines, titles, strict=True)),
        Column("meaning", "Meaning"),
        Column("rule", "Rule"),
    )
    rows = tuple(
        (
            date.fromisoformat(point["date"]),
            point["value"],
            *(point.get(name) for name in lines),
            MEANING[point["colour"]],
            rule_text(point.get("rule")),
        )
        for point in judged["points"]
    )
    return Table(title, columns, rows)
