"""Areas shaded by a value, in at most six steps of equal count, so that each step can be named in the key."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt

from wholetime.chassis.engine.charts.chart import ROWS, Chart, Number, composed, said
from wholetime.chassis.engine.charts.palette import NONE, OVER, RAMP, SOFT, SURFACE
from wholetime.chassis.engine.tables import Column, Table, figure_column
from wholetime.kernel.figure import Unit

NO_VALUE = "No data"
HEIGHT = 400


def choropleth(
    title: str,
    areas: Mapping[str, Any],
    values: Mapping[str, Number],
    unit: Unit,
    source: str,
    sentence: str | None = None,
    key: str = "code",
    name: str = "name",
    parted: bool = False,
) -> Chart:
    """``areas`` is a GeoJSON FeatureCollection, in degrees or metres; ``properties[key]`` finds each area's value.

    ``parted``: a step ends at nought, and values below it have colours of their own, the darker the further.
    """
    steps = _parted(values.values()) if parted else _steps(values.values())
    features = [_feature(area, values, steps, unit, key, name) for area in areas["features"]]
    names = {area["properties"][key]: area["properties"][name] for area in areas["features"]}
    rows = tuple((names[code], code, values.get(code)) for code in sorted(names, key=lambda code: names[code]))
    columns = (Column("name", "Area"), Column("code", "Code"), figure_column("value", str(unit).capitalize(), unit))
    colours = _two_ways(steps) if parted else _one_way(len(steps))
    spec = composed([_shapes(_domain(features, steps, unit), colours, unit)], {"rows": features}, HEIGHT)
    return Chart(title, sentence or _sentence(rows, unit), source, Table(title, columns, rows), spec)


def _sentence(rows: tuple[tuple[str, str, Number | None], ...], unit: Unit) -> str:
    known = [(value, name) for name, _, value in rows if value is not None]
    if not known:
        return "There is no data for these areas."
    (low, lowest), (high, highest) = min(known), max(known)
    return f"{highest} is highest at {said(high, unit)}; {lowest} is lowest at {said(low, unit)}."


def _steps(values: Iterable[Number], most: int = len(RAMP)) -> list[float]:
    """The lower bound of each step: quantiles of the distinct values."""
    distinct = sorted({float(value) for value in values})
    count = min(most, len(distinct))
    return [distinct[index * len(distinct) // count] for index in range(count)]


def _parted(values: Iterable[Number]) -> list[float]:
    """As ``_steps``, of those below nought and of the others, which begin at nought."""
    known = [float(value) for value in values]
    below = _steps((value for value in known if value < 0), len(OVER))
    above = _steps((value for value in known if value >= 0), len(OVER) if below else len(RAMP))
    return [*below, *([0.0, *above[1:]] if above and below else above)]


def _one_way(steps: int) -> list[str]:
    return list(RAMP[len(RAMP) - steps :] if steps < 3 else RAMP[:steps])


def _two_ways(steps: list[float]) -> list[str]:
    below = sum(lower < 0 for lower in steps)
    above = len(steps) - below
    return [*OVER[below - 1 :: -1], *(RAMP[1::2][-above:] if above else [])] if below else _one_way(above)


def _step(value: float, steps: list[float]) -> int:
    return max(index for index, lower in enumerate(steps) if value >= lower)


def _label(index: int, steps: list[float], unit: Unit) -> str:
    """``1,818 to 2,242``: the unit stands over the key, but a percentage keeps its sign."""
    lower = _bare(steps[index], unit)
    return f"{lower} or more" if index + 1 == len(steps) else f"{lower} to {_bare(steps[index + 1], unit)}"


def _bare(value: float, unit: Unit) -> str:
    return said(value, unit if unit is Unit.PERCENT else Unit.SCORE)


def _feature(
    area: Mapping[str, Any], values: Mapping[str, Number], steps: list[float], unit: Unit, key: str, name: str
) -> dict[str, Any]:
    code, title = area["properties"][key], area["properties"][name]
    value = values.get(code)
    step = NO_VALUE if value is None else _label(_step(float(value), steps), steps, unit)
    spoken = "no data" if value is None else said(value, unit)
    return {
        "type": "Feature",
        "geometry": _flattened(area["geometry"]),
        "step": step,
        "label": f"{title}: {spoken}",
    }


def _flattened(geometry: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": geometry["type"], "coordinates": _planar(geometry["coordinates"])}


def _planar(coordinates: Any) -> Any:
    """Degrees to Mercator; metres as they are. Drawn on a plane, so the direction of a ring does not matter."""
    if isinstance(coordinates[0], int | float):
        east, north = coordinates[:2]
        if abs(east) > 180 or abs(north) > 90:
            return [east, north]
        return [math.degrees(math.radians(east)), math.degrees(math.asinh(math.tan(math.radians(north))))]
    return [_planar(part) for part in coordinates]


def _domain(features: list[dict[str, Any]], steps: list[float], unit: Unit) -> list[str]:
    labels = [_label(index, steps, unit) for index in range(len(steps))]
    return [*labels, NO_VALUE] if any(feature["step"] == NO_VALUE for feature in features) else labels


def _shapes(domain: list[str], ramp: list[str], unit: Unit) -> alt.Chart:
    colours = [*ramp, NONE] if NO_VALUE in domain else ramp
    named = None if unit is Unit.PERCENT else str(unit)
    look: dict[str, Any] = {
        "titleColor": SOFT,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "symbolStrokeColor": SOFT,
    }
    legend = alt.Legend(orient="bottom", title=named, columns=3, symbolType="square", **look)
    return (
        alt.Chart(ROWS)
        .mark_geoshape(stroke=SURFACE, strokeWidth=1)
        .encode(
            color=alt.Color("step:N", sort=domain, scale=alt.Scale(domain=domain, range=colours), legend=legend),
            description=alt.Description("label:N"),
        )
        .project(type="identity", reflectY=True)
    )
