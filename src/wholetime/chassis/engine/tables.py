"""A table as one value: pages, charts, workbooks and briefings show the same rows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from wholetime.chassis.engine.wording import DECIMALS, NO_DATA, day_text, number_text
from wholetime.kernel.figure import Figure, Suppression, Unit

type Cell = str | int | float | Decimal | date | Suppression | None


class Kind(StrEnum):
    """How a column is read, written and aligned. A percentage is held as 4.2, not 0.042."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    title: str
    kind: Kind = Kind.TEXT
    decimals: int = 0

    @property
    def is_number(self) -> bool:
        return self.kind in (Kind.NUMBER, Kind.PERCENT)


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` hold one cell a column; ``links``, where given, one address a row, for its first cell.

    A cell is None where there is no data and a ``Suppression`` where a number is withheld.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    links: tuple[str | None, ...] = field(default=())
    source: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"{self.caption}: a row does not have the {len(self.columns)} cells of the columns")
        if self.links and len(self.links) != len(self.rows):
            raise ValueError(f"{self.caption}: {len(self.links)} links for {len(self.rows)} rows")

    def sorted_by(self, key: str, descending: bool = False) -> Table:
        """Rows in order of the column ``key``; unknown and withheld cells stay last both ways."""
        at = [column.key for column in self.columns].index(key)
        known = [index for index, row in enumerate(self.rows) if _is_known(row[at])]
        unknown = [index for index, row in enumerate(self.rows) if not _is_known(row[at])]
        known.sort(key=lambda index: _order(self.rows[index][at]), reverse=descending)
        order = [*known, *unknown]
        links = tuple(self.links[index] for index in order) if self.links else ()
        return replace(self, rows=tuple(self.rows[index] for index in order), links=links)


def figure_column(key: str, title: str, unit: Unit) -> Column:
    """The column for figures of ``unit``, to the places that unit is read to."""
    kind = Kind.PERCENT if unit is Unit.PERCENT else Kind.NUMBER
    return Column(key, title, kind, DECIMALS.get(unit, 0))


def figure_cell(figure: Figure) -> Cell:
    return figure.suppression or figure.value


def cell_text(cell: Cell, column: Column) -> str:
    """The cell as people read it."""
    if cell is None:
        return NO_DATA
    if isinstance(cell, Suppression):
        return "[c]"  # the Government Statistical Service's mark for a confidential value
    if isinstance(cell, date):
        return day_text(cell)
    if isinstance(cell, str) or not column.is_number:
        return str(cell)
    return number_text(cell, column.decimals) + ("%" if column.kind is Kind.PERCENT else "")


def cell_key(cell: Cell) -> str:
    """The cell as machines sort it; empty where nothing is known."""
    return str(cell) if _is_known(cell) else ""


def _is_known(cell: Cell) -> bool:
    return cell is not None and not isinstance(cell, Suppression)


def _order(cell: Cell) -> tuple[int, Decimal, str]:
    """Numbers by size, before dates and words by their letters."""
    if isinstance(cell, int | float | Decimal):
        return (0, Decimal(str(cell)), "")
    return (1, Decimal(0), str(cell).casefold())
