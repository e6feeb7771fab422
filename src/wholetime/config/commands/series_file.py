"""A dated series out of a CSV or XLSX file, or the row and column that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import polars as pl
from python_calamine import CalamineError, CalamineWorkbook

Table = list[list[Any]]


class UnreadableSeriesError(ValueError):
    """One line that says what to put right, and where."""


_FORMS = (
    (re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?"), False),
    (re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})(?: 00:00(?::00)?)?"), False),
    (re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})"), True),
)


def read_date(written: object) -> date:
    """2024-03-31, 31/03/2024, 2024-03 (its first day), or a date cell. Raises ValueError."""
    if isinstance(written, datetime):
        return written.date()
    if isinstance(written, date):
        return written
    text = str(written).strip()
    for form, whole_month in _FORMS:
        if found := form.fullmatch(text):
            day = 1 if whole_month else int(found["d"])
            return date(int(found["y"]), int(found["m"]), day)
    msg = f"{text!r} is not a date such as 2024-03-31, 31/03/2024 or 2024-03"
    raise ValueError(msg)


def read_number(written: object) -> Decimal | None:
    """A decimal; blank is None. Thousands commas and a closing % are allowed. Raises ValueError."""
    text = "" if written is None else str(written).strip()
    if not text:
        return None
    try:
        number = Decimal(text.removesuffix("%").replace(",", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(written, bool) or not number.is_finite():
        msg = f"{text!r} is not a number"
        raise ValueError(msg)
    return number


def _read_csv(path: Path) -> Table:
    frame = pl.read_csv(path, has_header=False, infer_schema=False, encoding="utf8-lossy", truncate_ragged_lines=True)
    return [list(row) for row in frame.iter_rows()]


def _read_xlsx(path: Path) -> Table:
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    return sheet.to_python(skip_empty_area=False)


def _read_table(path: Path) -> Table:
    if not path.is_file():
        msg = f"{path} is not a file"
        raise UnreadableSeriesError(msg)
    try:
        return _read_xlsx(path) if path.suffix.lower() in {".xlsx", ".xlsm", ".xls", ".ods"} else _read_csv(path)
    except (pl.exceptions.PolarsError, CalamineError, OSError) as fault:
        msg = f"{path.name} cannot be read as a table: {str(fault).splitlines()[0]}"
        raise UnreadableSeriesError(msg) from fault


def _position(headings: Sequence[object], wanted: str, path: Path) -> int:
    names = ["" if each is None else str(each).strip().removeprefix("\ufeff") for each in headings]
    if wanted in names:
        return names.index(wanted)
    msg = f"{path.name} has no column {wanted!r}: it has {', '.join(name for name in names if name)}"
    raise UnreadableSeriesError(msg)


def _rows(table: Table, dates: int, values: int, names: tuple[str, str]) -> Iterator[tuple[date, Decimal | None]]:
    for number, row in enumerate(table[1:], start=2):
        if all(cell is None or not str(cell).strip() for cell in row):
            continue
        column = names[0]
        try:
            day = read_date("" if row[dates] is None else row[dates])
            column = names[1]
            yield day, read_number(row[values])
        except ValueError as fault:
            msg = f"row {number}, column {column!r}: {fault}"
            raise UnreadableSeriesError(msg) from fault


def read_series(path: Path, date_column: str, value_column: str) -> list[tuple[date, Decimal | None]]:
    """The two columns named in the first row, one pair for each row that is not blank.

    Rows are counted as a spreadsheet counts them: headings are row 1. Raises UnreadableSeriesError.
    """
    table = _read_table(path)
    headings = table[0] if table else []
    positions = _position(headings, date_column, path), _position(headings, value_column, path)
    return list(_rows(table, *positions, (date_column, value_column)))
