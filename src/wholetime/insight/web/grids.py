"""Tables of figures: one row a thing, one column a figure, each column with its own date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from wholetime.chassis.engine.tables import Cell, Column, Table, figure_cell, figure_column
from wholetime.chassis.web.sources import source_line
from wholetime.insight.queries.asking import part
from wholetime.insight.web.naming import sector_title, short_period
from wholetime.kernel.figure import Figure


@dataclass(frozen=True, slots=True)
class Row:
    """``key`` is what the figures' breakdown says of this row."""

    key: str
    title: str
    link: str | None = None


type Key = tuple[str, str, str]


def grid(
    caption: str, first: str, rows: Sequence[Row], figures: Sequence[Figure], key_of: Callable[[Figure], str | None]
) -> Table:
    """One column for each figure, sector and source; a row that nothing is known of stays, and says so."""
    columns = _columns(figures)
    held = {(key_of(figure), _key(figure)): figure_cell(figure) for figure in figures}
    cells: list[tuple[Cell, ...]] = [(row.title, *(held.get((row.key, key)) for key in columns)) for row in rows]
    links = tuple(row.link for row in rows) if any(row.link for row in rows) else ()
    heads = (Column("name", first), *columns.values())
    return Table(caption, heads, tuple(cells), links, source_line(figures) if figures else "")


def rows_of(
    figures: Iterable[Figure], key_of: Callable[[Figure], str | None], title_of: Callable[[str], str]
) -> list[Row]:
    """A row for each thing the figures speak of, in their order."""
    keys = dict.fromkeys(key for figure in figures if (key := key_of(figure)) is not None)
    return [Row(key, title_of(key)) for key in keys]


def _key(figure: Figure) -> Key:
    return figure.definition.name, part(figure, "sector") or "", part(figure, "source") or ""


def _columns(figures: Sequence[Figure]) -> dict[Key, Column]:
    found: dict[Key, Column] = {}
    several = {name for name, _ in _sectors(figures) if sum(1 for other, _ in _sectors(figures) if other == name) > 1}
    for figure in figures:
        key = _key(figure)
        if key not in found:
            found[key] = figure_column("_".join(filter(None, key)), _title(figure, several), figure.definition.unit)
    return found


def _sectors(figures: Sequence[Figure]) -> set[tuple[str, str]]:
    return {(figure.definition.name, sector_title(figure)) for figure in figures}


def _title(figure: Figure, several: set[str]) -> str:
    whose = f", {sector_title(figure)}" if figure.definition.name in several else ""
    name = "WTE" if figure.definition.name == "wte" else figure.definition.title
    return f"{name}{whose}, {short_period(figure.period)}"
