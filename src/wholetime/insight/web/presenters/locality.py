"""The map of an area's places, shaded by a figure, and the same in a table."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from wholetime.chassis.api import BOUNDARIES_CREDIT, BOUNDARIES_HELD
from wholetime.chassis.engine.charts import Chart, choropleth
from wholetime.chassis.web.page import Empty, Filter, Page, Section
from wholetime.chassis.web.sources import source_line
from wholetime.insight.queries.asking import part
from wholetime.insight.queries.locality import Locality
from wholetime.insight.queries.names import Names
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.insight.web.grids import Row, grid
from wholetime.insight.web.presenters.bars import bars

type Address = Callable[..., str]


def locality_page(view: Viewpoint, facts: Locality, names: Names, address: Address) -> Page:
    title = f"Map, {view.node.name}"
    lead = "One figure place by place: where it is high and where it is low."
    drawn = facts.boundaries
    if not facts.figures or not drawn.places:
        return Page("map", title, lead, (_nothing(view),), facts.figures)
    choice = Filter("figure", "Figure", facts.offered, facts.name)
    definition = facts.figures[0].definition
    values = _values(facts)
    source = f"{source_line(facts.figures)} {BOUNDARIES_CREDIT}"
    chart = choropleth(definition.title, drawn.shapes, values, definition.unit, source, key=drawn.key, name=drawn.name)
    rows = [Row(code, names[code], address(code)) for code in sorted(names, key=lambda code: names[code])]
    table = grid(f"{definition.title} by place", "Place", rows, facts.figures, lambda figure: part(figure, "place"))
    sections = (
        Section(definition.title, definition.meaning, charts=(chart, _ranked(facts, names))),
        Section("In a table", tables=(table,)),
    )
    return Page("map", title, lead, sections, facts.figures, (choice,))


def _ranked(facts: Locality, names: Names) -> Chart:
    title = f"{facts.figures[0].definition.title} by place"
    return bars(title, facts.figures, lambda figure: names[part(figure, "place") or ""])


def _values(facts: Locality) -> dict[str, Decimal]:
    by_place = {part(figure, "place") or "": figure.value for figure in facts.figures if figure.value is not None}
    return facts.boundaries.values(by_place)


def _nothing(view: Viewpoint) -> Section:
    text = f"A map compares places. {BOUNDARIES_HELD} Choose an area that has several."
    return Section(
        "Nothing to map", empty=Empty(f"{view.node.name} has no places to compare on the map", text, loads=False)
    )
