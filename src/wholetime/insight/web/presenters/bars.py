"""Bars of figures, one for each thing they speak of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from wholetime.chassis.engine.charts import Chart, Series, bar, trend
from wholetime.chassis.web.sources import source_line
from wholetime.kernel.figure import Figure

MOST = 15
"""Bars that can be read at once; the table has the rest."""


def bars(
    title: str, figures: Sequence[Figure], name_of: Callable[[Figure], str], highlight: str | None = None
) -> Chart:
    """Longest first. What is withheld or unknown draws no bar; beyond MOST the longest are drawn."""
    known = {name_of(figure): figure.value for figure in figures if figure.value is not None}
    longest = sorted(known.items(), key=lambda item: -item[1])[:MOST]
    said = _withheld(figures)
    return bar(title, dict(longest), figures[0].definition.unit, source_line(figures) + said, highlight=highlight)


def _withheld(figures: Sequence[Figure]) -> str:
    hidden = sum(1 for figure in figures if figure.suppression)
    return f" {hidden} small numbers are withheld." if hidden else ""


def line(title: str, figures: Sequence[Figure], wide: bool = False) -> Chart:
    """One line over the periods of ``figures``, in order."""
    return lines(title, {title: figures}, wide)


def _day(figure: Figure) -> date:
    """Where a number stands on the axis of time: a month at its first day, all else at its last."""
    return figure.period.start if figure.period.is_month else figure.period.end


def lines(title: str, named: Mapping[str, Sequence[Figure]], wide: bool = False) -> Chart:
    """Several lines; at most six can be told apart, so the six with the largest last value are drawn."""
    held = {name: figures for name, figures in named.items() if any(figure.value is not None for figure in figures)}
    largest = sorted(held, key=lambda name: -max(figure.value or Decimal(0) for figure in held[name]))[:6]
    kept = [name for name in held if name in largest]
    series = [Series(name, tuple((_day(figure), figure.value) for figure in held[name])) for name in kept]
    everything = [figure for name in kept for figure in held[name]]
    return trend(title, series, everything[0].definition.unit, source_line(everything), wide=wide)
