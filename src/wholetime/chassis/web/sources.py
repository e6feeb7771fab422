"""The source line under a chart or a table, and the lines at the foot of a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wholetime.chassis.engine.wording import counted, coverage_text, period_text
from wholetime.kernel.figure import Figure


def source_line(figures: Sequence[Figure]) -> str:
    """``Source: publication, period. Coverage.`` of what is drawn; the coverage where it is one and the same."""
    shown = [figure for figure in figures if figure.sources]
    if not shown:
        return "Source: nothing is held."
    return f"Source: {'; '.join(publications(shown))}, {_span(shown)}.{_coverage(shown)}"


def publications(figures: Iterable[Figure]) -> list[str]:
    """Each publication once, in order; invented ones say so."""
    named = {
        f"{source.publication} (invented)"
        if source.synthetic and "invented" not in source.publication
        else source.publication
        for figure in figures
        for source in figure.sources
    }
    return sorted(named)


def attribution(figures: Iterable[Figure]) -> list[str]:
    """One line for the foot of a page."""
    named = publications(figures)
    return [f"Sources on this page: {'; '.join(named)}."] if named else []


def _coverage(figures: Sequence[Figure]) -> str:
    """Who reported, where all the figures speak of the same organisations; how many, where each speaks of one."""
    organisations = {figure.scope.org for figure in figures if figure.scope.org}
    if len(organisations) > 1:
        return f" {counted(len(organisations), 'organisation')}."
    coverages = {coverage_text(figure) for figure in figures}
    said = coverages.pop() if len(coverages) == 1 else None
    return f" {said}." if said else ""


def _span(figures: Sequence[Figure]) -> str:
    periods = {figure.period for figure in figures}
    if len(periods) == 1:
        return period_text(periods.pop())
    first, last = min(period.start for period in periods), max(period.end for period in periods)
    return f"{first:%B %Y} to {last:%B %Y}"
