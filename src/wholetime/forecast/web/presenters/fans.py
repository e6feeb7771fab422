"""A line of a run as a fan: the counts before it, the bands, its sentence and its footnote."""

from __future__ import annotations

from datetime import date

from wholetime.chassis.engine.charts import Ahead, Chart, fan
from wholetime.chassis.engine.wording import day_text, number_text
from wholetime.forecast.engine.run import Line
from wholetime.forecast.queries.runs import RunValue
from wholetime.forecast.web.footnotes import footnote
from wholetime.kernel.figure import Unit

UNITS = {"people": Unit.PEOPLE, "WTE": Unit.WTE}
COUNTED_IN = {"people": "headcount", "WTE": "wte"}


def fan_of(run: RunValue, title: str, line: Line, beside: tuple[str, Line] | None = None) -> Chart:
    """``line`` of the run with the past that it starts from; ``beside`` a named line to hold it against."""
    return fan(
        title,
        past_of(run, line) if line.measure == "supply" else [],
        [_ahead(line, place) for place in range(len(line.at))],
        UNITS[line.unit],
        footnote(run),
        fan_sentence(line),
        (beside[0], list(zip(beside[1].at, beside[1].quantile(0.5), strict=True))) if beside else None,
    )


def past_of(run: RunValue, line: Line) -> list[tuple[date, float]]:
    """What was counted of the same groups, up to the day that the forecast starts from, which is its first point."""
    groups = set(run.answer.groups())
    held: dict[date, float] = {}
    for point in run.history.of(COUNTED_IN[line.unit], by=("group",)):
        wanted = point.group == line.group if line.group else point.group in groups
        if wanted and point.value is not None and point.end <= line.at[0]:
            held[point.end] = held.get(point.end, 0.0) + point.value
    return sorted(held.items())


def fan_sentence(line: Line) -> str:
    """``From 88,257 WTE on 30 November 2025 to 99,236 WTE ten years on; 8 of 10 draws lie between … and ….``"""
    first, last = line.quantile(0.5)[0], line.quantile(0.5)[-1]
    low, high = line.quantile(0.1)[-1], line.quantile(0.9)[-1]
    places = 0 if max(abs(first), abs(last)) >= 100 or line.unit == "people" else 1
    words = [f"{number_text(value, places)} {line.unit}" for value in (first, last, low, high)]
    return (
        f"From {words[0]} on {day_text(line.at[0])} to {words[1]} on {day_text(line.at[-1])}, the middle of the draws; "
        f"8 of 10 draws lie between {words[2]} and {words[3]}."
    )


def _ahead(line: Line, place: int) -> Ahead:
    def pair(low: float, high: float) -> tuple[float, float]:
        return line.quantile(low)[place], line.quantile(high)[place]

    return Ahead(line.at[place], line.quantile(0.5)[place], pair(0.25, 0.75), pair(0.1, 0.9), pair(0.025, 0.975))
