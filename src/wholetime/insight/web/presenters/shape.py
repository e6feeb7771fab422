"""The first page of an area: its shape in a minute."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from wholetime.chassis.engine.charts import Chart
from wholetime.chassis.engine.tables import Cell, Column, Kind, Table
from wholetime.chassis.engine.wording import coverage_text, phrase
from wholetime.chassis.web.page import Empty, Page, Section, Tile
from wholetime.insight.queries.asking import Answer, part
from wholetime.insight.queries.shape import Below, Shape
from wholetime.insight.queries.viewpoint import SECTORS, Viewpoint
from wholetime.insight.web.grids import Row, grid
from wholetime.insight.web.naming import KINDS, LEVELS, beside_england, group_title, sector_said, sector_title, since
from wholetime.insight.web.ordering import by_sector, by_source, in_sector_order, publication, told_apart
from wholetime.insight.web.presenters.bars import bars, lines
from wholetime.kernel.figure import Figure

type Address = Callable[..., str]
"""``address(code, slug)`` of a page."""

NEXT = {
    "nhs_trust": "A monthly staff list from the record system, or the NHS turnover publication",
    "general_practice": "The general practice workforce return, or five-minute returns of the practices",
    "social_care": "A worker export of the social care data set, or five-minute returns of the providers",
    "voluntary": "Five-minute returns of the charities",
}
RATES_NEXT = {
    "vacancy_rate": ("Vacancy rate", "A list of funded posts (establishment)"),
    "leaver_rate": ("Leaver rate", "Two staff lists in a row, or the NHS turnover publication"),
    "sickness_rate": ("Sickness rate", "Absence records, or the NHS sickness publication"),
    "patients_per_gp_wte": ("Patients per GP", "The general practice workforce publication"),
}
STALE_DAYS = 366


def shape_page(view: Viewpoint, facts: Shape, address: Address) -> Page:
    code = view.node.code
    figures = (*facts.wte, *facts.headcount, *facts.groups, *facts.rates, *facts.england, *facts.past)
    figures += tuple(figure for part_below in facts.below for figure in part_below.figures)
    if not figures:
        return Page("shape", view.node.name, _lead(view, ()), (_nothing(view),), ())
    sections = [
        Section("Headlines", tiles=told_apart(_tiles(facts, lambda slug: address(code, slug)))),
        Section("Who works here, and how it has moved", charts=tuple(_charts(facts))),
        *(_below_section(part_below, address) for part_below in facts.below),
        Section("What is held, and what is missing", tables=(_held(facts),)),
    ]
    kept = tuple(section for section in sections if section.tiles or section.charts or section.tables)
    return Page("shape", view.node.name, _lead(view, facts.wte), kept, figures)


def _lead(view: Viewpoint, wte: Answer) -> str:
    known = [figure for figure in in_sector_order(wte) if figure.value is not None]
    if not known:
        return f"{KINDS[view.node.kind]}. No workforce figures are held here yet."
    several = {title for title, own in by_sector(known).items() if len(own) > 1}
    parts = [f"{phrase(figure)} in {sector_said(figure)}{_said_by(figure, several)}" for figure in known]
    dates = "; each at its own date below" if len(parts) > 1 else ""
    return f"{KINDS[view.node.kind]}: {', '.join(parts)}{dates}."


def _said_by(figure: Figure, several: Collection[str]) -> str:
    return f" ({publication(figure)})" if sector_title(figure) in several else ""


def _nothing(view: Viewpoint) -> Section:
    text = "No file that is loaded names it. Choose a wider area, or clear the filters."
    return Section("Nothing to show yet", empty=Empty(f"No figure is held for {view.node.name}", text))


def _tiles(facts: Shape, href: Callable[[str], str]) -> Iterable[Tile]:
    for figure in in_sector_order((*facts.wte, *facts.headcount)):
        name = "WTE" if figure.definition.name == "wte" else "Headcount"
        yield Tile(figure, f"{name}, {sector_title(figure)}", since(figure, facts.past), href("baseline"))
    pages = {"leaver_rate": "turnover", "sickness_rate": "sickness", "vacancy_rate": "turnover"}
    for figure in facts.rates:
        change = "; ".join(filter(None, (beside_england(figure, facts.england), since(figure, facts.before))))
        yield Tile(figure, figure.definition.title, change, href(pages.get(figure.definition.name, "access")))


def _charts(facts: Shape) -> Iterable[Chart]:
    """Sector by sector, because a practice's groups are not a trust's: who, and beside it how many over time."""
    groups, past = by_sector(facts.groups), by_sector(facts.past)
    for title in dict.fromkeys((*groups, *past)):
        now = [figure for figure in groups.get(title, []) if figure.value is not None]
        ever = [figure for figure in past.get(title, []) if figure.value is not None]
        if now:
            yield bars(f"{title}: WTE by staff group", now, lambda figure: group_title(figure.scope.group))
        if len({figure.period.end for figure in ever}) > 1:
            yield lines(f"{title}: WTE", by_source(ever))


def _below_section(below: Below, address: Address) -> Section:
    rows = [Row(node.code, node.name, address(node.code, "shape")) for node in below.nodes]
    title = LEVELS[below.level]
    table = grid(f"{title} here", title, rows, below.figures, lambda figure: part(figure, below.breakdown))
    return Section(title, tables=(table,))


def _held(facts: Shape) -> Table:
    columns = (
        Column("sector", "Sector or figure"),
        Column("latest", "Latest number held"),
        Column("date", "Date", Kind.DATE),
        Column("coverage", "Who reported"),
        Column("next", "What to load next"),
    )
    newest = max((figure.period.end for figure in facts.wte), default=None)
    rows: list[tuple[Cell, ...]] = []
    for sector, title in SECTORS.items():
        if sector == "other_nhs":
            continue
        own = [figure for figure in facts.wte if part(figure, "sector") == sector]
        for figure in own:
            old = newest is not None and (newest - figure.period.end).days > STALE_DAYS
            rows.append(
                (
                    sector_title(figure),
                    phrase(figure),
                    figure.period.end,
                    coverage_text(figure) or "",
                    f"{NEXT[sector]}: this is older than the rest" if old else "The next month",
                )
            )
        if not own:
            rows.append((title, "Nothing held", None, "", NEXT[sector]))
    for name, (title, what) in RATES_NEXT.items():
        if not any(figure.definition.name == name for figure in facts.rates):
            rows.append((title, "Nothing held", None, "", what))
    return Table("What is held, and what is missing", columns, tuple(rows))
