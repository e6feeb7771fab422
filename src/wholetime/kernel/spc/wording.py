"""One plain sentence of what a chart shows, for captions and for readers who cannot see it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from wholetime.kernel.spc.icons import Assurance
from wholetime.kernel.spc.limits import Number
from wholetime.kernel.spc.outcome import Chart, Point
from wholetime.kernel.spc.precedence import Colour
from wholetime.kernel.spc.ruleset import Rule

_PATTERN = {
    (Rule.OUTSIDE_LIMITS, "high"): "above the upper limit",
    (Rule.OUTSIDE_LIMITS, "low"): "below the lower limit",
    (Rule.TREND, "high"): "part of a rising trend",
    (Rule.TREND, "low"): "part of a falling trend",
    (Rule.TWO_OF_THREE, "high"): "one of two in three near the upper limit",
    (Rule.TWO_OF_THREE, "low"): "one of two in three near the lower limit",
    (Rule.SHIFT, "high"): "part of a run above the mean",
    (Rule.SHIFT, "low"): "part of a run below the mean",
}
_JUDGEMENT = {
    Colour.BLUE: "a sign of improvement",
    Colour.ORANGE: "a sign for concern",
    Colour.PURPLE: "a sign of real change",
}
_PROMISE = {
    Assurance.CONSISTENT_PASS: "can be expected to be met",
    Assurance.CONSISTENT_FAIL: "cannot be met without change",
    Assurance.INCONSISTENT: "will be met in some periods and missed in others by chance",
}


def _places(chart: Chart) -> int:
    """Decimal places that show a hundredth of the spread: 0 to 4."""
    lower, upper = chart.limits.lower, chart.limits.upper
    spread = upper - lower if upper is not None and lower is not None else upper
    if not spread or spread <= 0:
        return 1
    return min(4, max(0, 3 - math.ceil(math.log10(spread))))


def _number(value: Number, places: int) -> str:
    text = f"{value:,.{places}f}"
    whole = "." in text and math.isclose(float(value), round(float(value)), abs_tol=1e-9)
    return text.partition(".")[0] if whole else text


def _day(day: date, all_days: Sequence[date]) -> str:
    """The month alone where every date opens a month, as monthly figures do."""
    if all(each.day == 1 for each in all_days) and len(all_days) > 1:
        return f"in {day:%B %Y}"
    return f"on {day.day} {day:%B %Y}"


def _finding(last: Point) -> str:
    if last.rule and last.side:
        return f"{_PATTERN[last.rule, last.side]}, {_JUDGEMENT[last.colour]}"
    return "within the variation expected of the process"


def _lines(chart: Chart, places: int) -> str:
    limits = chart.limits
    if limits.mean is None:
        return ""
    mean = f"mean {_number(limits.mean, places)}"
    if limits.upper is None:
        return f" ({mean})"
    if limits.lower is None:
        return f" ({mean}, upper limit {_number(limits.upper, places)})"
    return f" ({mean}, limits {_number(limits.lower, places)} to {_number(limits.upper, places)})"


def sentence(chart: Chart, title: str) -> str:
    """Title, last value and date, what it signals, the lines, and what to expect of the target."""
    seen = [point for point in chart.points if point.value is not None]
    if not seen:
        return f"{title}: no values to show."
    last, places = seen[-1], _places(chart)
    assert last.value is not None
    opening = f"{title}: {_number(last.value, places)} {_day(last.date, [p.date for p in chart.points])}"
    lines = _lines(chart, places)
    if chart.variation is None:
        return f"{opening}{lines}; too few points to judge ({len(seen)})."
    text = f"{opening} is {_finding(last)}{lines}"
    if chart.assurance and chart.target is not None:
        text += f"; the target of {_number(chart.target, places)} {_PROMISE[chart.assurance]}"
    return text + "."
