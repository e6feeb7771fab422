"""Invented charts for the gallery, one of each kind."""

from __future__ import annotations

from datetime import date
from typing import Any

from wholetime.chassis.engine.charts import (
    Band,
    Chart,
    Series,
    bar,
    choropleth,
    pyramid,
    spc,
    stacked,
    strip,
    trend,
)
from wholetime.chassis.engine.tables import Column, Table, figure_column
from wholetime.chassis.web.samples import SOURCE_LINE
from wholetime.kernel.figure import Suppression, Unit

MONTHS = [date(2022 + number // 12, number % 12 + 1, 1) for number in range(3, 34)]
PLACES = ("Amberley", "Brackwater", "Copperfield", "Dunmere", "Eastholme", "Fenwick", "Greywell")
RATES = (4.1, 5.9, 4.8, 6.4, 5.2, 3.9, 5.5)


def all_charts() -> list[Chart]:
    return [_trend(), _spc(), _bar(), _stacked(), _pyramid(), _strip(), _map()]


def sample_table() -> Table:
    columns = (
        Column("place", "Place"),
        figure_column("wte", "WTE", Unit.WTE),
        figure_column("headcount", "Headcount", Unit.PEOPLE),
        figure_column("rate", "Sickness rate", Unit.PERCENT),
        figure_column("over60", "Aged 60 and over", Unit.PEOPLE),
    )
    over60 = (412, None, 57, Suppression.PRIMARY, 96, Suppression.SECONDARY, 130)
    rows = tuple(
        (place, 1204.6 * (index + 1) % 5113, 1420 + 517 * index % 3100, RATES[index], over60[index])
        for index, place in enumerate(PLACES)
    )
    return Table("Workforce by place, October 2024", columns, rows, tuple("#" for _ in rows), SOURCE_LINE)


def _wave(index: int, middle: float, swing: float) -> float:
    return round(middle + swing * ((index * 7) % 11 - 5) / 5, 2)


def _trend() -> Chart:
    lines = [
        Series("Nursing", tuple((day, 12000 + 55 * index + 9 * (index * 7 % 11)) for index, day in enumerate(MONTHS))),
        Series(
            "Midwifery", tuple((day, 9100 + 24 * index if index != 12 else None) for index, day in enumerate(MONTHS))
        ),
        Series("Medical", tuple((day, 10400 + 12 * index + 14 * (index * 5 % 7)) for index, day in enumerate(MONTHS))),
    ]
    return trend("Workforce by group", lines, Unit.WTE, SOURCE_LINE)


def _spc() -> Chart:
    points: list[dict[str, Any]] = []
    for index, day in enumerate(MONTHS):
        later = index >= 18
        value = _wave(index, 5.8 if later else 5.1, 0.45)
        colour, rule = ("orange", "outside_limits") if index in (9, 27) else ("grey", None)
        colour, rule = ("blue", "shift") if 11 <= index <= 17 else (colour, rule)
        mean = 5.8 if later else 5.1
        shown = value + (1.2 if colour == "orange" else -0.5 if colour == "blue" else 0)
        points.append(
            {"date": day.isoformat(), "value": shown, "colour": colour, "rule": rule, "phase": int(later)}
            | {"mean": mean, "lower": mean - 1.1, "upper": mean + 1.1}
        )
    said = "Sickness rate: 5.4% in October 2024 is within the variation expected of the process."
    return spc("Sickness rate", {"points": points, "target": 4.5}, Unit.PERCENT, SOURCE_LINE, said)


def _bar() -> Chart:
    return bar(
        "Sickness rate by place", dict(zip(PLACES, RATES, strict=True)), Unit.PERCENT, SOURCE_LINE, highlight="Dunmere"
    )


def _stacked() -> Chart:
    parts = {
        place: {
            "NHS trust": 900 + 90 * index,
            "General practice": 300 + 40 * (index % 3),
            "Social care": 1100 - 70 * index,
        }
        for index, place in enumerate(PLACES[:5])
    }
    said = "Social care is the largest sector in Amberley and the smallest in Eastholme."
    return stacked("Workforce by sector", parts, Unit.PEOPLE, SOURCE_LINE, said)


def _pyramid() -> Chart:
    counts = (120, 410, 640, 720, 690, 655, 600, 540, 380, 150)
    bands = [
        Band(f"{20 + 5 * index} to {24 + 5 * index}", count, round(count * 0.3) if index else None)
        for index, count in enumerate(counts)
    ]
    return pyramid("Age and sex", bands, Unit.PEOPLE, SOURCE_LINE)


def _strip() -> Chart:
    peers = {f"Area {number}": 1500 + (number * 137) % 1300 for number in range(1, 40)}
    return strip("Patients per GP", peers | {"Fictionshire": 2254}, "Fictionshire", Unit.PATIENTS_PER_WTE, SOURCE_LINE)


def _map() -> Chart:
    return choropleth(
        "Sickness rate by place", _areas(), dict(zip(PLACES, RATES[:6], strict=False)), Unit.PERCENT, SOURCE_LINE
    )


def _areas() -> dict[str, Any]:
    """Seven hexagons."""
    centres = ((0, 0), (1.5, 0.87), (0, 1.73), (-1.5, 0.87), (-1.5, -0.87), (0, -1.73), (1.5, -0.87))
    corners = ((1, 0), (0.5, 0.87), (-0.5, 0.87), (-1, 0), (-0.5, -0.87), (0.5, -0.87), (1, 0))
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": place, "name": place},
                "geometry": {"type": "Polygon", "coordinates": [[[x + a, y + b] for a, b in corners]]},
            }
            for place, (x, y) in zip(PLACES, centres, strict=True)
        ],
    }
