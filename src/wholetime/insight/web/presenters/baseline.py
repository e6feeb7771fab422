"""Who works here, by one dimension."""

from __future__ import annotations

from wholetime.chassis.engine.tables import Column, Kind, Table, figure_cell, figure_column
from wholetime.chassis.engine.wording import coverage_text
from wholetime.chassis.web.page import Empty, Filter, Page, Section
from wholetime.chassis.web.sources import source_line
from wholetime.insight.queries.asking import part
from wholetime.insight.queries.baseline import Baseline
from wholetime.insight.queries.names import Names
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.insight.web.grids import grid, rows_of
from wholetime.insight.web.naming import group_title, sector_title
from wholetime.insight.web.ordering import by_sector, in_sector_order
from wholetime.insight.web.presenters.bars import MOST, bars
from wholetime.kernel.figure import Figure, Unit

TITLES = {
    "staff_group": "Staff group",
    "role": "Role",
    "sector": "Sector",
    "org": "Organisation",
    "band": "Pay band",
    "contract": "Contract",
}


def baseline_page(view: Viewpoint, facts: Baseline, offered: tuple[str, ...], names: Names) -> Page:
    """``names`` of the organisations, where the dimension is those."""
    title = TITLES[facts.dimension]
    choice = Filter("by", "Broken down by", tuple((one, TITLES[one]) for one in offered), facts.dimension)
    figures = tuple(in_sector_order((*facts.wte, *facts.headcount)))
    lead = f"{view.node.name} by {title.lower()}: WTE and headcount, each source at its own date."
    sections = _sections(facts, figures, names) if figures else (_nothing(title),)
    return Page("baseline", f"Who works in {view.node.name}", lead, sections, figures, (choice,))


def _sections(facts: Baseline, figures: tuple[Figure, ...], names: Names) -> tuple[Section, ...]:
    title = TITLES[facts.dimension]

    def key_of(figure: Figure) -> str | None:
        return sector_title(figure) if facts.dimension == "sector" else part(figure, facts.dimension)

    def title_of(key: str) -> str:
        return group_title(key) if facts.dimension == "staff_group" else names.get(key, key)

    charts = []
    grouped = {"All sectors": list(facts.wte)} if facts.dimension == "sector" else by_sector(facts.wte)
    for sector, own in grouped.items():
        known = [figure for figure in own if figure.value is not None and key_of(figure) is not None]
        if known:
            charts.append(
                bars(f"{sector}: WTE by {title.lower()}", known, lambda figure: title_of(key_of(figure) or ""))
            )
    tables = (
        (_by_sector(facts),)
        if facts.dimension == "sector"
        else tuple(
            grid(f"{sector}: WTE and headcount by {title.lower()}", title, rows_of(own, key_of, title_of), own, key_of)
            for sector, own in by_sector(figures).items()
        )
    )
    longest = max(len(table.rows) for table in tables) > MOST
    said = f"Charts show the {MOST} largest; the tables have all." if longest else ""
    return (Section("In charts", said, charts=tuple(charts)), Section("In tables", tables=tables))


def _by_sector(facts: Baseline) -> Table:
    """Each sector at its own date."""
    heads = {_kind(figure): figure_cell(figure) for figure in facts.headcount}
    columns = (
        Column("sector", "Sector"),
        Column("date", "Date", Kind.DATE),
        figure_column("wte", "WTE", Unit.WTE),
        figure_column("headcount", "Headcount", Unit.PEOPLE),
        Column("coverage", "Who reported"),
    )
    rows = tuple(
        (sector, figure.period.end, figure_cell(figure), heads.get(_kind(figure)), coverage_text(figure) or "")
        for sector, own in by_sector(facts.wte).items()
        for figure in own
    )
    return Table("WTE and headcount by sector", columns, rows, source=source_line(facts.wte))


def _kind(figure: Figure) -> tuple[str | None, str | None]:
    return part(figure, "sector"), part(figure, "source")


def _nothing(title: str) -> Section:
    text = "The files held do not say it. A monthly staff list says most; or choose another breakdown."
    return Section("Nothing to show", empty=Empty(f"Nothing is held by {title.lower()}", text))
