"""Patients and residents for each WTE, against peers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from wholetime.chassis.engine.charts import Chart, strip
from wholetime.chassis.web.page import Empty, Page, Section, Tile
from wholetime.chassis.web.sources import source_line
from wholetime.insight.queries.asking import part
from wholetime.insight.queries.reach import Reach, Strip
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.insight.web.naming import beside_england, sector_title, since
from wholetime.insight.web.ordering import publication
from wholetime.insight.web.presenters.bars import lines
from wholetime.kernel.figure import Figure


def reach_page(view: Viewpoint, facts: Reach) -> Page:
    figures = (*facts.now, *facts.wholes, *facts.england, *facts.past)
    title = f"Access, {view.node.name}"
    lead = "How many patients or residents there are for each whole-time equivalent, against peers."
    if not facts.now:
        return Page("access", title, lead, (_nothing(),), figures)
    shown = (*facts.now, *(one for one in facts.wholes if one.value is not None))
    tiles = [Tile(one, _title(one, shown), _said(one, facts) if one in facts.now else "") for one in shown]
    strips = tuple(found for one in facts.strips if (found := _strip(view, one, facts)))
    sections = [
        Section("Now", tiles=tuple(tiles)),
        Section("Against peers", f"Each dot is a peer in {facts.peers_of}, from public sources.", charts=strips),
    ]
    if len(facts.past) > 1:
        sections.append(Section("Over time", charts=(lines("Patients per GP", {view.node.name: list(facts.past)}),)))
    return Page("access", title, lead, tuple(one for one in sections if one.tiles or one.charts), figures)


def _said(figure: Figure, facts: Reach) -> str:
    return "; ".join(filter(None, (beside_england(figure, facts.england), since(figure, facts.past))))


def _strip(view: Viewpoint, one: Strip, facts: Reach) -> Chart | None:
    """None where the area is not among its peers. A name that two share carries its code."""
    values: dict[str, Decimal] = {}
    ours = ""
    for figure in one.values:
        code = part(figure, one.level) or ""
        name = facts.names[code] if facts.names[code] not in values else f"{facts.names[code]} ({code})"
        values[name] = figure.value or Decimal(0)
        ours = name if code == view.node.code else ours
    if not ours:
        return None
    definition = one.values[0].definition
    return strip(_title(one.values[0], facts.now), values, ours, definition.unit, source_line(one.values))


def _title(figure: Figure, shown: Sequence[Figure]) -> str:
    """With its sector or publication where several figures share a title."""
    title = figure.definition.title
    if sum(1 for one in shown if one.definition.title == title) == 1:
        return title
    sector = sector_title(figure)
    return f"{title}, {sector if part(figure, 'sector') else publication(figure)}"


def _nothing() -> Section:
    text = "Patients per WTE come from the general practice workforce publication: choose a place, network or practice."
    return Section("Nothing to show yet", empty=Empty("No patients or residents per WTE are held here", text))
