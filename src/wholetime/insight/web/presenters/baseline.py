"""Who works here, by one dimension."""

from __future__ import annotations

from wholetime.insight.queries.asking import part
from wholetime.insight.queries.baseline import Baseline
from wholetime.insight.queries.names import Names
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.insight.web.grids import grid, rows_of
from wholetime.insight.web.naming import group_title, sector_title
from wholetime.insight.web.ordering import by_sector, in_sector_order
from wholetime.insight.web.page import Empty, Filter, Page, Section
from wholetime.insight.web.presenters.bars import MOST, bars
from wholetime.kernel.figure import Figure

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
    table = grid(f"WTE and headcount by {title.lower()}", title, rows_of(figures, key_of, title_of), figures, key_of)
    longest = f"Charts show the {MOST} largest; the table has all." if len(table.rows) > MOST else ""
    return (Section("In charts", longest, charts=tuple(charts)), Section("In a table", tables=(table,)))


def _nothing(title: str) -> Section:
    text = "The files held do not say it. A monthly staff list says most; or choose another breakdown."
    return Section("Nothing to show", empty=Empty(f"Nothing is held by {title.lower()}", text))
