"""A page as one value: the template draws it, and the workbook, the Word and the PDF briefing print the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from wholetime.chassis.engine.charts import Chart
from wholetime.chassis.engine.tables import Table
from wholetime.kernel.figure import Figure, Suppression


@dataclass(frozen=True, slots=True)
class Tile:
    """One headline figure. ``change`` is a plain sentence that sets it beside another."""

    figure: Figure
    title: str
    change: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """``areas`` are (name, address); ``rows`` are (label, one figure an area)."""

    caption: str
    areas: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[Figure, ...]], ...]

    @property
    def titles(self) -> list[dict[str, str]]:
        return [{"text": name, "href": href} for name, href in self.areas]

    @property
    def lines(self) -> list[dict[str, object]]:
        return [{"label": label, "figures": figures} for label, figures in self.rows]


@dataclass(frozen=True, slots=True)
class Empty:
    """What to show where there is nothing: why, and what to do next. ``loads`` says whether a file would fill it."""

    heading: str
    text: str
    href: str = ""
    action: str = ""
    loads: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page under its own heading. Whatever it has is drawn in the order of these fields."""

    heading: str
    said: str = ""
    tiles: tuple[Tile, ...] = ()
    beside: Beside | None = None
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    empty: Empty | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice of the bar over a page: ``options`` are (value, text)."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """``figures`` are all that it shows, so that each one's source can be listed."""

    slug: str
    title: str
    lead: str
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...] = field(repr=False)
    filters: tuple[Filter, ...] = ()

    @property
    def synthetic(self) -> bool:
        return any(figure.synthetic for figure in self.figures)

    @property
    def withheld(self) -> bool:
        cells = (cell for one in self.sections for table in one.tables for row in table.rows for cell in row)
        withheld = any(isinstance(cell, Suppression) for cell in cells)
        return withheld or any(figure.suppression for figure in self.figures)

    def charts(self) -> Iterator[Chart]:
        for section in self.sections:
            yield from section.charts

    def tables(self) -> Iterator[Table]:
        """Every table in the order of the page; a chart's own is among them, with the chart's source."""
        for section in self.sections:
            for chart in section.charts:
                yield replace(chart.table, source=chart.table.source or chart.source)
            yield from section.tables
