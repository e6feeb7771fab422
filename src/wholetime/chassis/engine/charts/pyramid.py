"""The age and sex pyramid: bands from youngest below to oldest above, women to the left, men to the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from wholetime.chassis.engine.charts.chart import ROWS, Chart, Number, composed, said
from wholetime.chassis.engine.charts.palette import INK, SERIES
from wholetime.chassis.engine.tables import Column, Table, figure_column
from wholetime.kernel.figure import Unit

ROW = 24
UNSIGNED = "format(abs(datum.value), ',')"
SIDES = (("Women", -1), ("Men", 1))


@dataclass(frozen=True, slots=True)
class Band:
    """One age band, such as ``30 to 34``."""

    name: str
    women: Number | None
    men: Number | None


def pyramid(title: str, bands: Sequence[Band], unit: Unit, source: str, sentence: str | None = None) -> Chart:
    """``bands`` youngest first. A withheld side is None: it draws no bar and the table says so."""
    columns = (Column("age", "Age"), figure_column("women", "Women", unit), figure_column("men", "Men", unit))
    table = Table(title, columns, tuple((band.name, band.women, band.men) for band in bands))
    spec = composed([_bars(bands, unit)], {"rows": _rows(bands, unit)}, 90 + ROW * len(bands))
    return Chart(title, sentence or _sentence(bands, unit), source, table, spec)


def _sentence(bands: Sequence[Band], unit: Unit) -> str:
    largest = max(bands, key=lambda band: float(band.women or 0) + float(band.men or 0))
    women = sum(float(band.women or 0) for band in bands)
    everyone = women + sum(float(band.men or 0) for band in bands)
    share = f" Women are {said(100 * women / everyone, Unit.PERCENT, 0)} of the {unit} shown." if everyone else ""
    return f"The largest age band is {largest.name}.{share}"


def _rows(bands: Sequence[Band], unit: Unit) -> list[dict[str, object]]:
    return [
        {
            "age": band.name,
            "sex": sex,
            "value": sign * float(value),
            "label": f"{sex} aged {band.name}: {said(value, unit)}",
        }
        for band in bands
        for sex, sign in SIDES
        if (value := band.women if sign < 0 else band.men) is not None
    ]


def _bars(bands: Sequence[Band], unit: Unit) -> alt.Chart:
    ages = [band.name for band in reversed(bands)]
    names = [sex for sex, _ in SIDES]
    axis = alt.Axis(title=str(unit), labelExpr=UNSIGNED, tickCount=6, domain=False, ticks=False)
    return (
        alt.Chart(ROWS)
        .mark_bar(height={"band": 0.8})
        .encode(
            x=alt.X("value:Q", stack=None, axis=axis),
            y=alt.Y("age:N", sort=ages, axis=alt.Axis(title=None, ticks=False, labelColor=INK)),
            color=alt.Color("sex:N", sort=names, scale=alt.Scale(domain=names, range=[SERIES[3], SERIES[0]])),
            description=alt.Description("label:N"),
        )
    )
