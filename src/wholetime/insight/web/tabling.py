"""Tables of one figure: by period, with what was divided by what."""

from __future__ import annotations

from collections.abc import Sequence

from wholetime.chassis.engine.tables import Cell, Column, Kind, Table, figure_cell, figure_column
from wholetime.chassis.engine.wording import coverage_text, period_text
from wholetime.chassis.web.sources import source_line
from wholetime.insight.web.naming import sector_title
from wholetime.insight.web.ordering import publication
from wholetime.kernel.figure import Figure


def period_table(caption: str, figures: Sequence[Figure], england: Sequence[Figure] = ()) -> Table:
    """Newest first: the period and its end, the sector and source, the value, England's, and who reported."""
    unit = figures[0].definition.unit
    theirs = {figure.period: figure_cell(figure) for figure in england}
    sectors = len({sector_title(figure) for figure in figures}) > 1
    columns = (
        Column("period", "Period"),
        Column("end", "Ends on", Kind.DATE),
        *((Column("sector", "Sector"),) if sectors else ()),
        Column("source", "Source"),
        figure_column("value", figures[0].definition.title, unit),
        *((figure_column("england", "England", unit),) if england else ()),
        Column("coverage", "Who reported"),
    )
    rows = []
    for figure in sorted(figures, key=lambda one: one.period.end, reverse=True):
        cells: list[Cell] = [period_text(figure.period), figure.period.end]
        cells += [sector_title(figure)] if sectors else []
        cells += [publication(figure), figure_cell(figure)]
        cells += [theirs.get(figure.period)] if england else []
        rows.append((*cells, coverage_text(figure) or ""))
    return Table(caption, columns, tuple(rows), source=source_line(figures))
