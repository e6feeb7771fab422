"""CSV that a spreadsheet opens as data only."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from wholetime.chassis.engine.tables import Cell, Table
from wholetime.kernel.figure import Suppression

# A spreadsheet may take a cell that begins with one of these for a formula.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")

TRIMMED = " \u00a0\ufeff"
"""What some of them leave out before they look."""


def csv_text(rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as RFC 4180 text. Words that look like a formula get an apostrophe before them; numbers are as they are."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows([guarded(cell) for cell in row] for row in rows)
    return written.getvalue()


def table_csv(table: Table) -> str:
    """The table with its column titles, and its source on a last line where it has one."""
    source = [("",), (f"Source: {table.source.removeprefix('Source: ')}",)] if table.source else []
    return csv_text([[column.title for column in table.columns], *table.rows, *source])


def guarded(cell: Cell) -> object:
    if cell is None:
        return ""
    if isinstance(cell, Suppression):
        return "[c]"
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(TRIMMED).startswith(DANGEROUS) else cell
