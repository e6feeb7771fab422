"""One figure over time, with England's beside it where it is a rate."""

from __future__ import annotations

from wholetime.chassis.engine.wording import counted
from wholetime.chassis.web.page import Empty, Filter, Page, Section
from wholetime.insight.queries.trend import Trend
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.insight.web.naming import short_period
from wholetime.insight.web.ordering import Grouped, by_sector, by_source
from wholetime.insight.web.presenters.bars import lines
from wholetime.insight.web.tabling import period_table


def trend_page(view: Viewpoint, facts: Trend, choices: tuple[tuple[str, str], ...]) -> Page:
    title = facts.definition.title
    choice = Filter("figure", "Figure", choices, facts.definition.name)
    figures = (*facts.past, *facts.england)
    sections = _sections(facts, view) if any(figure.value is not None for figure in facts.past) else (_nothing(title),)
    return Page("trend", f"{title}, {view.node.name}", facts.definition.meaning, sections, figures, (choice,))


def _sections(facts: Trend, view: Viewpoint) -> tuple[Section, ...]:
    title = facts.definition.title
    if facts.england:
        both: Grouped = {view.node.name: list(facts.past), "England": list(facts.england)}
        charts = [lines(title, both, wide=True)]
    else:
        parts = by_sector(facts.past) if _has_sectors(facts) else {title: list(facts.past)}
        charts = [
            lines(title if len(parts) == 1 else f"{title}: {name}", by_source(own), wide=len(parts) == 1)
            for name, own in parts.items()
            if any(figure.value is not None for figure in own)
        ]
    first, last = facts.past[0].period, facts.past[-1].period
    said = f"{short_period(first)} to {short_period(last)}: {counted(len(facts.past), 'number')} held."
    table = period_table(f"{title}, every period held", facts.past, facts.england)
    return (Section("Over time", said, charts=tuple(charts)), Section("Every period", tables=(table,)))


def _has_sectors(facts: Trend) -> bool:
    return len(by_sector(facts.past)) > 1


def _nothing(title: str) -> Section:
    text = "Choose another figure or a wider area, or the file that counts it is not loaded yet."
    return Section("Nothing to show", empty=Empty(f"{title} is not held here", text))
