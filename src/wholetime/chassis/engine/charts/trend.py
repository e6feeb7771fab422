"""Lines over time, one or several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import altair as alt

from wholetime.chassis.engine.charts.chart import DATE_SCALE, ROWS, Chart, Number, composed, date_axis, said, value_axis
from wholetime.chassis.engine.charts.palette import SERIES
from wholetime.chassis.engine.tables import Column, Kind, Table, figure_column
from wholetime.kernel.figure import Unit

DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [1, 3])

FEW = 4
"""Names that fit beside each other over a chart; more are set in rows."""
LONG = 60
"""Characters of names that fit beside each other on a phone, where a wide chart shows its left half first."""


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its name and its points in order of date; a point without a value leaves a gap."""

    name: str
    points: tuple[tuple[date, Number | None], ...]


def trend(
    title: str,
    series: Sequence[Series],
    unit: Unit,
    source: str,
    sentence: str | None = None,
    wide: bool = False,
    from_zero: bool = False,
) -> Chart:
    """At most six lines; more cannot be told apart."""
    if not 1 <= len(series) <= len(SERIES):
        raise ValueError(f"a trend shows 1 to {len(SERIES)} lines, not {len(series)}")
    return Chart(
        title=title,
        sentence=sentence or trend_sentence(series, unit),
        source=source,
        table=_table(title, series, unit),
        spec=composed(_layers(series, unit, from_zero), {"rows": _rows(series, unit)}, 280, wide),
        wide=wide,
    )


def trend_sentence(series: Sequence[Series], unit: Unit) -> str:
    """What each line did from its first known point to its last; lines of one span share one sentence."""
    spans = {line.name: _span(line) for line in series}
    days = {(span[0][0], span[1][0]) for span in spans.values() if span}
    if len(series) > 1 and len(days) == 1 and all(spans.values()):
        ((first_day, last_day),) = days
        moves = ", ".join(f"{name} {_move(span, unit)}" for name, span in spans.items() if span)
        return f"From {first_day:%B %Y} to {last_day:%B %Y}: {moves}."
    return " ".join(_change(name, span, unit, several=len(series) > 1) for name, span in spans.items())


type Span = tuple[tuple[date, Number], tuple[date, Number]]


def _span(line: Series) -> Span | None:
    """The first and the last known point."""
    known = [(day, value) for day, value in line.points if value is not None]
    return (known[0], known[-1]) if known else None


def _move(span: Span, unit: Unit) -> str:
    (_, first), (_, last) = span
    if said(first, unit) == said(last, unit):
        return f"stayed at {said(last, unit)}"
    return f"{'rose' if last > first else 'fell'} to {said(last, unit)}"


def _change(name: str, span: Span | None, unit: Unit, several: bool) -> str:
    if span is None:
        return f"There is no data for {name}."
    (first_day, first), (last_day, last) = span
    now = f"{f'{name} was' if several else 'It was'} {said(last, unit)} in {last_day:%B %Y}"
    if first_day == last_day:
        return f"{now}."
    if said(first, unit) == said(last, unit):
        return f"{now}, the same as in {first_day:%B %Y}."
    return f"{now}, {'up' if last > first else 'down'} from {said(first, unit)} in {first_day:%B %Y}."


def _layers(series: Sequence[Series], unit: Unit, from_zero: bool) -> list[alt.Chart]:
    names = [line.name for line in series]
    long = len(names) > 2 and sum(map(len, names)) > LONG
    columns = 3 if len(names) > FEW else 2 if long else alt.Undefined
    legend = (
        alt.Legend(symbolType="stroke", symbolSize=500, symbolStrokeWidth=2.5, columns=columns)
        if len(names) > 1
        else None
    )
    base = alt.Chart(ROWS).encode(
        x=alt.X("date:T", axis=date_axis(), scale=DATE_SCALE),
        y=alt.Y("value:Q", axis=value_axis(unit), scale=alt.Scale(zero=from_zero, nice=True)),
        color=alt.Color(
            "series:N", sort=names, scale=alt.Scale(domain=names, range=list(SERIES[: len(names)])), legend=legend
        ),
    )
    dashes = alt.Scale(domain=names, range=list(DASHES[: len(names)]))
    lines = base.mark_line(strokeWidth=2.5, aria=False).encode(
        strokeDash=alt.StrokeDash("series:N", sort=names, scale=dashes, legend=legend)
    )
    points = base.mark_point(filled=True, size=36, opacity=1).encode(description=alt.Description("label:N"))
    return [lines, points]


def _rows(series: Sequence[Series], unit: Unit) -> list[dict[str, object]]:
    return [
        {
            "series": line.name,
            "date": day.isoformat(),
            "value": None if value is None else float(value),
            "label": f"{line.name}, {day:%B %Y}: " + ("no data" if value is None else said(value, unit)),
        }
        for line in series
        for day, value in line.points
    ]


def _table(title: str, series: Sequence[Series], unit: Unit) -> Table:
    columns = (Column("date", "Date", Kind.DATE), *(figure_column(line.name, line.name, unit) for line in series))
    values = [dict(line.points) for line in series]
    days = sorted({day for line in series for day, _ in line.points})
    return Table(title, columns, tuple((day, *(line.get(day) for line in values)) for day in days))
