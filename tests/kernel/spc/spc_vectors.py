"""The published charts, with the settings their test guide gives them."""

import csv
import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from wholetime.kernel.spc import Direction

FOLDER = Path(__file__).parent / "vectors"

# One chart is spread over three rows of names, because two of them were mistyped.
_MISTYPED = {"Summary icons - variation - High is good2": "Summary icons - variation - High is good 2"}

# The guide says points 8 to 14 of this chart are the rising trend, and the publisher's later JSON of the same
# data (Test Data.grouped.json) has this dot grey. No rule reaches it: the value falls from 36 to 27.
MISPRINTS = {("Special cause conflict - High is good", date(2023, 1, 15)): "grey"}

_RECALCULATED = date(2023, 1, 16)


@dataclass(frozen=True)
class Published:
    """One chart: its values, the colours its publisher expects, and how it was drawn."""

    name: str
    points: list[tuple[date, int]]
    colours: list[str]

    @property
    def improve(self) -> Direction:
        if "Neither" in self.name:
            return Direction.NEITHER
        return Direction.DOWN if "Low is good" in self.name else Direction.UP

    @property
    def rebase(self) -> list[date]:
        redrawn = self.name == "Recalculations - Recalculated" or "crossing recalculations" in self.name
        return [_RECALCULATED] if redrawn else []

    @property
    def baseline(self) -> int | None:
        return 15 if self.name == "Baselines - Recalculated" else None


def _day(written: str) -> date:
    day, month, year = map(int, written.split("/"))
    return date(year, month, day)


@cache
def published_charts() -> list[Published]:
    charts: dict[str, Published] = {}
    with (FOLDER / "mdc_dots.csv").open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            name = _MISTYPED.get(row["Metric"], row["Metric"])
            one = charts.setdefault(name, Published(name, [], []))
            one.points.append((_day(row["Date"]), int(row["Value"])))
            one.colours.append(row["Colour"])
    return list(charts.values())


@cache
def vectors(name: str) -> Any:
    return json.loads((FOLDER / name).read_text("utf-8"))


def daily(values: list[Any]) -> list[tuple[date, Any]]:
    """The values on successive days."""
    return [(date.fromordinal(date(2024, 1, 1).toordinal() + i), value) for i, value in enumerate(values)]
