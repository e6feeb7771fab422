"""Areas side by side: each figure a row, each area a column."""

from __future__ import annotations

from collections.abc import Callable

from wholetime.chassis.engine.charts import Chart, bar
from wholetime.chassis.web.page import Beside, Empty, Filter, Page, Section
from wholetime.chassis.web.sources import source_line
from wholetime.insight.queries.asking import part
from wholetime.insight.queries.compare import BY_SECTOR, MOST, Comparison
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.insight.web.naming import sector_title
from wholetime.kernel.figure import Figure, Scope, Unit
from wholetime.kernel.period import Period

type Address = Callable[..., str]
type Key = tuple[str, str, str, Period]

RATES = (Unit.PERCENT, Unit.PATIENTS_PER_WTE, Unit.RESIDENTS_PER_WTE)


def compare_page(view: Viewpoint, facts: Comparison, address: Address) -> Page:
    title = f"Compare {view.node.name}"
    lead = f"Up to {MOST} areas or organisations side by side, each figure at the same date where both hold it."
    figures = tuple(figure for held in facts.figures for figure in held)
    choices = _choices(facts)
    if len(facts.areas) < 2:
        text = "Choose one, two or three others above, and press Show."
        nothing = Section("Nothing to compare yet", empty=Empty("Choose what to compare with", text, loads=False))
        return Page("compare", title, lead, (nothing,), figures, choices)
    areas = tuple((node.name, address(node.code)) for node in facts.areas)
    rows = _rows(facts)
    beside = Beside(f"{len(areas)} side by side", areas, rows)
    sections = (Section("Side by side", beside=beside), Section("In charts", charts=tuple(_charts(facts, rows))))
    return Page("compare", title, lead, sections, figures, choices)


def _choices(facts: Comparison) -> tuple[Filter, ...]:
    options = (("", "None"), *((node.code, node.name) for node in facts.offered))
    others = facts.areas[1:]
    known = {code for code, _ in options}
    options += tuple((node.code, node.name) for node in others if node.code not in known)
    chosen = [node.code for node in others] + [""] * (MOST - 1 - len(others))
    return tuple(Filter(f"with{at}", f"With ({at})", options, code) for at, code in enumerate(chosen, 1))


def _rows(facts: Comparison) -> tuple[tuple[str, tuple[Figure, ...]], ...]:
    """A figure that an area lacks is shown as having no data."""
    held = [{_key(figure): figure for figure in figures} for figures in facts.figures]
    keys = dict.fromkeys(key for area in held for key in area)
    return tuple(
        (_label(first), tuple(area.get(key) or _none(first) for area in held))
        for key in keys
        if (first := _first(held, key))
    )


def _first(held: list[dict[Key, Figure]], key: Key) -> Figure:
    return next(area[key] for area in held if key in area)


def _key(figure: Figure) -> Key:
    return figure.definition.name, part(figure, "sector") or "", part(figure, "source") or "", figure.period


def _label(figure: Figure) -> str:
    title = figure.definition.title
    return f"{title}, {sector_title(figure)}" if figure.definition.name in BY_SECTOR else title


def _none(like: Figure) -> Figure:
    return Figure(like.definition, None, None, None, like.period, Scope(), ())


def _charts(facts: Comparison, rows: tuple[tuple[str, tuple[Figure, ...]], ...]) -> list[Chart]:
    """Rates only: the sizes of areas differ for reasons of their own."""
    found = []
    names = [node.name for node in facts.areas]
    for label, figures in rows:
        known = {name: figure for name, figure in zip(names, figures, strict=True) if figure.value is not None}
        if len(known) > 1 and figures[0].definition.unit in RATES:
            values = {name: figure.value for name, figure in known.items() if figure.value is not None}
            source = source_line(list(known.values()))
            found.append(bar(label, values, figures[0].definition.unit, source, highlight=names[0]))
    return found
