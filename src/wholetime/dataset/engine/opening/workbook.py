"""Reads Excel workbooks without running anything in them: values only, as they were last calculated."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import polars as pl
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from wholetime.dataset.engine.adapter import RawTable
from wholetime.dataset.engine.opening.header import LOOK_AT, find_header, is_known, make_table
from wholetime.dataset.engine.opening.sheet_xml import check_cells, check_texts, sheet_parts
from wholetime.dataset.engine.opening.unreadable import UnreadableFile

type Cell = str | float | bool | int | date | datetime | time | timedelta | None


def is_workbook(parts: Mapping[str, bytes]) -> bool:
    """Whether the parts of a zip archive are an Excel workbook's."""
    return "xl/workbook.xml" in parts


def read_workbook(name: str, parts: Mapping[str, bytes]) -> RawTable:
    """The table on the sheet whose header an adapter knows, else on the first sheet with cells."""
    titles = {title: part for title, part in sheet_parts(name, parts).items() if part in parts}
    for title, part in titles.items():
        check_cells(name, title, parts[part], only_size=True)
        check_texts(name, title, parts[part], parts.get("xl/sharedStrings.xml", b""))
    book = _opened(name, parts)
    title, index = _chosen(name, book, list(titles))
    check_cells(name, title, parts[titles[title]], only_size=False)
    rows = _rows(name, book, title)
    columns = [[as_text(cell) for cell in column] for column in zip(*rows[index:], strict=True)]
    frame = pl.DataFrame([pl.Series(str(at), cells[1:], pl.String) for at, cells in enumerate(columns)])
    notes = (f"read from the sheet {title!r}",) if len(titles) > 1 else ()
    return make_table(name, [cells[0] for cells in columns], frame, index + 1, notes)


def as_text(cell: Cell) -> str | None:
    """A cell as a careful reader would type it: dates as 2024-04-30, whole numbers without a point."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float | int):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(" ")
    return cell if isinstance(cell, str) else str(cell)


def _number(value: float) -> str:
    """The shortest digits that give the same number back, never with an exponent."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def _opened(name: str, parts: Mapping[str, bytes]) -> CalamineWorkbook:
    """The workbook, from the parts already unpacked within limits: the reader unpacks nothing itself."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    packed.seek(0)
    try:
        return CalamineWorkbook.from_filelike(packed)
    except BaseException as error:
        raise _damaged(name, error) from error


def _damaged(name: str, error: BaseException) -> BaseException:
    """A panic in the reader is a BaseException; whatever else is not an Exception passes through."""
    if isinstance(error, Exception) or type(error).__name__ == "PanicException":
        return UnreadableFile(f"{name} is a damaged workbook: open it in Excel and save it again")
    return error


def _chosen(name: str, book: CalamineWorkbook, titles: list[str]) -> tuple[str, int]:
    """The sheet to read and the index of its header row."""
    fallback: tuple[str, int] | None = None
    for sheet in book.sheets_metadata:
        hidden = sheet.visible != SheetVisibleEnum.Visible or sheet.typ != SheetTypeEnum.WorkSheet
        if hidden or sheet.name not in titles:
            continue
        top = [[as_text(cell) for cell in row] for row in _rows(name, book, sheet.name, LOOK_AT)]
        index = find_header(name, top)
        if index is not None and is_known(name, top[index]):
            return sheet.name, index
        if index is not None and fallback is None:
            fallback = sheet.name, index
    if fallback is None:
        raise UnreadableFile(f"{name} has no sheet with cells in it")
    return fallback


def _rows(name: str, book: CalamineWorkbook, title: str, most: int | None = None) -> Sequence[Sequence[Cell]]:
    try:
        return book.get_sheet_by_name(title).to_python(skip_empty_area=False, nrows=most)
    except BaseException as error:
        raise _damaged(name, error) from error
