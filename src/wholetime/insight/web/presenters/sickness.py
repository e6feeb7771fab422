"""Sickness absence: is it more than chance, here and in each organisation, and how does it stand to England?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from wholetime.chassis.engine.charts import Chart, spc
from wholetime.chassis.engine.tables import Cell, Column, Kind, Table, figure_cell, figure_column
from wholetime.chassis.web.page import Empty, Page, Section, Tile
from wholetime.chassis.web.sources import source_line
from wholetime.insight.queries.sickness import Sickness
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.insight.web.naming import LEVELS, SIGNS, beside_england, short_period, since
from wholetime.insight.web.ordering import told_apart
from wholetime.insight.web.presenters.bars import lines
from wholetime.kernel import spc as control
from wholetime.kernel.figure import Figure
from wholetime.kernel.period import Period

type Address = Callable[..., str]

TITLE = "Sickness absence rate"
FEW = "Too few months to judge"


def sickness_page(view: Viewpoint, facts: Sickness, address: Address) -> Page:
    figures = (*facts.now, *facts.past, *facts.england, *(one for series in facts.series.values() for one in series))
    title = f"Sickness absence, {view.node.name}"
    lead = "WTE days lost to sickness as a share of WTE days available, and whether a change is more than chance."
    if not facts.past:
        return Page("sickness", title, lead, (_nothing(),), figures)
    tiles = told_apart(Tile(figure, TITLE, _beside(figure, facts)) for figure in facts.now)
    sections = [Section("Now", tiles=tiles), Section("Month by month", charts=tuple(_charts(view, facts)))]
    if len(facts.series) > 1 or facts.level != "org":
        sections.append(_units(facts, address))
    return Page("sickness", title, lead, tuple(sections), figures)


def _nothing() -> Section:
    text = "Sickness is published for NHS trusts and other NHS bodies; elsewhere absence records or returns tell it."
    return Section("Nothing to show yet", empty=Empty("No sickness absence is held here", text))


def _beside(figure: Figure, facts: Sickness) -> str:
    return "; ".join(filter(None, (beside_england(figure, facts.england), since(figure, facts.past))))


def judged(figures: Sequence[Figure]) -> control.Chart:
    """The series under the national rules for one chart; lower is better."""
    points = [(figure.period.start, figure.value) for figure in figures]
    return control.chart(points, improve=control.Direction.DOWN, rules=control.MDC)


def _charts(view: Viewpoint, facts: Sickness) -> list[Chart]:
    seen = judged(facts.past)
    said = control.sentence(seen, TITLE)
    unit = facts.past[0].definition.unit
    charts = [spc(TITLE, seen.as_dict(), unit, source_line(facts.past), said)]
    if facts.england_past and view.node.kind != "nation":
        both = {view.node.name: list(facts.past), "England": list(facts.england_past)}
        charts.append(lines("Beside England", both))
    return charts


def _units(facts: Sickness, address: Address) -> Section:
    """One row an organisation: latest month, its own mean and limits, and what its series says."""
    title = LEVELS.get(facts.level, "Organisations")
    unit = facts.past[0].definition.unit
    columns = (
        Column("name", title),
        Column("period", "Latest month"),
        figure_column("rate", TITLE, unit),
        Column("england", "Points above England", Kind.NUMBER, 1),
        figure_column("mean", "Own mean", unit),
        Column("sign", "What it says"),
    )
    england = {figure.period: figure.value for figure in facts.england_past}
    codes = sorted(facts.series, key=lambda code: facts.names[code])
    rows = tuple(_row(facts.names[code], facts.series[code], england) for code in codes)
    links = tuple(address(code, "sickness") for code in codes)
    everything = [figure for series in facts.series.values() for figure in series]
    table = Table(f"{title}, each judged against its own past", columns, rows, links, source_line(everything))
    concern = sum(1 for row in rows if "Concern" in str(row[-1]))
    said = f"{concern} of {len(rows)} show a sign for concern in their latest month."
    note = "Each series is judged by itself; a high rate without a sign is usual for that organisation, not good."
    return Section(title, said, tables=(table,), notes=(note,))


def _row(name: str, series: Sequence[Figure], england: dict[Period, Decimal | None]) -> tuple[Cell, ...]:
    last = series[-1]
    seen = judged(series)
    sign = SIGNS[seen.variation.value] if seen.variation else FEW
    theirs = england.get(last.period)
    above = last.value - theirs if last.value is not None and theirs is not None else None
    mean = round(seen.limits.mean, 2) if seen.limits.mean is not None else None
    return (name, short_period(last.period), figure_cell(last), above, mean, sign)
