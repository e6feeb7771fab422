"""Turnover and stability, by group and organisation, with the gaps in the flows named."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from wholetime.chassis.engine.charts import Chart
from wholetime.chassis.engine.tables import Column, Table, figure_cell, figure_column
from wholetime.chassis.engine.wording import counted, period_text
from wholetime.chassis.web.page import Empty, Page, Section, Tile
from wholetime.chassis.web.sources import source_line
from wholetime.insight.queries.asking import part
from wholetime.insight.queries.turnover import Turnover
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.insight.web.grids import Row, grid, rows_of
from wholetime.insight.web.naming import LEVELS, beside_england, group_title, since
from wholetime.insight.web.ordering import told_apart
from wholetime.insight.web.presenters.bars import bars, lines
from wholetime.kernel.figure import Figure

type Address = Callable[..., str]

MONTHLY = "Rates are of the period under each figure: the monthly publication counts one month, not a year."


def turnover_page(view: Viewpoint, facts: Turnover, address: Address) -> Page:
    figures = (*facts.now, *facts.england, *facts.past, *facts.groups, *facts.units, *facts.gaps)
    title = f"Turnover and stability, {view.node.name}"
    lead = "Who joins, who leaves and who stays, over the period each source counts."
    if not facts.now:
        return Page("turnover", title, lead, (_nothing(),), figures)
    sections = [
        Section("Now", MONTHLY, tiles=told_apart(_tile(figure, facts) for figure in facts.now)),
        Section("In charts", charts=tuple(_charts(view, facts))),
        *_tables(facts, address),
        *_gaps(facts, address),
    ]
    kept = tuple(one for one in sections if one.tiles or one.charts or one.tables or one.said)
    return Page("turnover", title, lead, kept, figures)


def _nothing() -> Section:
    text = "It comes from the NHS turnover publication, or from staff lists of two months in a row."
    return Section("Nothing to show yet", empty=Empty("Nobody's coming and going is held here", text))


def _tile(figure: Figure, facts: Turnover) -> Tile:
    said = "; ".join(filter(None, (beside_england(figure, facts.england), since(figure, facts.past))))
    return Tile(figure, figure.definition.title, said)


def _charts(view: Viewpoint, facts: Turnover) -> list[Chart]:
    charts = []
    rates = [figure for figure in facts.groups if figure.definition.name == "leaver_rate" and figure.value is not None]
    if rates:
        charts.append(bars("Leaver rate by staff group", rates, lambda figure: group_title(figure.scope.group)))
    units = [figure for figure in facts.units if figure.definition.name == "leaver_rate" and figure.value is not None]
    if len(units) > 1:
        charts.append(
            bars(f"Leaver rate by {_one(facts)}", units, lambda figure: facts.names[part(figure, facts.level) or ""])
        )
    if len(facts.past) > 2:
        charts.append(lines("Leaver rate", {view.node.name: list(facts.past)}))
    return charts


def _one(facts: Turnover) -> str:
    return "organisation" if facts.level == "org" else facts.level


def _tables(facts: Turnover, address: Address) -> list[Section]:
    found = []
    if facts.groups:
        rows = rows_of(facts.groups, lambda figure: figure.scope.group, group_title)
        table = grid("By staff group", "Staff group", rows, facts.groups, lambda figure: figure.scope.group)
        found.append(Section("By staff group", tables=(table,)))
    if facts.units:
        rows = [Row(code, facts.names[code], address(code, "turnover")) for code in _codes(facts)]
        title = LEVELS.get(facts.level, "Organisations")
        table = grid(f"{title} here", title, rows, facts.units, lambda figure: part(figure, facts.level))
        found.append(Section(title, tables=(table,)))
    return found


def _codes(facts: Turnover) -> list[str]:
    codes = {code for figure in facts.units if (code := part(figure, facts.level))}
    return sorted(codes, key=lambda code: facts.names[code])


def _gaps(facts: Turnover, address: Address) -> list[Section]:
    """The flow identity, organisation by organisation: those where it does not hold, by the size of the gap."""
    known = [figure for figure in facts.gaps if figure.value is not None]
    if not known:
        return []
    off = sorted(
        (figure for figure in known if figure.value), key=lambda figure: abs(figure.value or Decimal(0)), reverse=True
    )
    said = (
        f"In {len(known) - len(off)} of {counted(len(known), 'organisation')} joiners and leavers explain the change "
        f"in headcount exactly ({period_text(known[0].period)}). "
        + ("In the rest, moves between staff groups, corrections or mergers are likely." if off else "")
    )
    columns = (
        Column("name", "Organisation"),
        figure_column("gap", "Unexplained change (people)", known[0].definition.unit),
    )
    rows = tuple((facts.names[figure.scope.org or ""], figure_cell(figure)) for figure in off)
    links = tuple(address(figure.scope.org or "", "turnover") for figure in off)
    table = Table("Where flows do not explain the change in headcount", columns, rows, links, source_line(known))
    return [Section("Do the flows explain the stock?", said, tables=(table,) if off else ())]
