"""Excel workbooks: data on typed sheets, and a first sheet that says what the file is and where it comes from."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from wholetime.chassis.engine.exports.notes import coverage_note
from wholetime.chassis.engine.tables import Cell, Column, Kind, Table
from wholetime.chassis.engine.wording import day_text, period_text
from wholetime.kernel.figure import Figure, Suppression

ABOUT = "About this file"
# Text is text: nothing typed by anyone becomes a formula, a link or a number.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
UNSAFE_IN_NAME = re.compile(r"[\[\]:*?/\\]")
CELL_LIMIT = 32_767  # characters Excel holds in one cell


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table under the name of its tab. ``figures`` behind it are listed on the first sheet."""

    name: str
    table: Table
    figures: tuple[Figure, ...] = ()


def workbook(sheets: Sequence[Sheet], title: str, on: date, notes: Sequence[str] = ()) -> bytes:
    """The file's bytes. ``on`` is the day it was made; ``notes`` are lines on scope, licence and the like."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, OPTIONS) as book:
        book.set_properties({"title": title, "created": on})
        formats = _formats(book)
        names = tab_names([sheet.name for sheet in sheets])
        _about(book, formats, sheets, title, on, notes)
        for sheet, name in zip(sheets, names, strict=True):
            _fill(book.add_worksheet(name), formats, sheet.table)
    return held.getvalue()


def tab_names(wanted: Sequence[str]) -> list[str]:
    """Names Excel accepts: at most 31 characters, none of its own marks, no two alike."""
    taken = {ABOUT.casefold(), "history"}
    names = []
    for want in wanted:
        plain = UNSAFE_IN_NAME.sub(" ", want).strip(" '")[:31] or "Sheet"
        name, number = plain, 2
        while name.casefold() in taken:
            name, number = f"{plain[:27]} {number}", number + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def _formats(book: Any) -> dict[str, Any]:
    head = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1, "bg_color": "#E6F1F3"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format(head),
        "head_right": book.add_format({**head, "align": "right"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "date": book.add_format({"num_format": "d mmm yyyy", "align": "left"}),
        "right": book.add_format({"align": "right"}),
        **{f"number{places}": book.add_format({"num_format": _pattern(places)}) for places in range(5)},
        **{f"percent{places}": book.add_format({"num_format": _pattern(places) + '"%"'}) for places in range(5)},
    }


def _pattern(places: int) -> str:
    return "#,##0" + ("." + "0" * places if places else "")


def _about(
    book: Any, formats: dict[str, Any], sheets: Sequence[Sheet], title: str, on: date, notes: Sequence[str]
) -> None:
    page = book.add_worksheet(ABOUT)
    page.set_column(0, 0, 34)
    page.set_column(1, 7, 26)
    page.write_string(0, 0, title, formats["title"])
    lines = [
        f"Made on {day_text(on)} by wholetime.",
        "[c] marks a value withheld so that nobody can be recognised.",
        *notes,
    ]
    for row, line in enumerate(lines, start=1):
        page.write_string(row, 0, line[:CELL_LIMIT])
    _sources(page, formats, sheets, len(lines) + 2)


def _sources(page: Any, formats: dict[str, Any], sheets: Sequence[Sheet], top: int) -> None:
    titles = ("Figure", "Meaning", "Period", "Coverage", "Publication", "File", "SHA-256", "Loaded", "Licence")
    for column, text in enumerate(titles):
        page.write_string(top, column, text, formats["head"])
    lines = dict.fromkeys(line for sheet in sheets for figure in sheet.figures for line in _source_lines(figure))
    for row, line in enumerate(lines, start=top + 1):
        for column, text in enumerate(line):
            page.write_string(row, column, text[:CELL_LIMIT], formats["wrap"])


def _source_lines(figure: Figure) -> list[tuple[str, ...]]:
    told = (figure.definition.title, figure.definition.meaning, period_text(figure.period), coverage_note(figure))
    return [
        (*told, source.publication, source.file, source.sha256, day_text(source.loaded_at.date()), source.licence)
        for source in figure.sources
    ]


def _fill(page: Any, formats: dict[str, Any], table: Table) -> None:
    for at, column in enumerate(table.columns):
        page.write_string(0, at, column.title[:CELL_LIMIT], formats["head_right" if column.is_number else "head"])
        page.set_column(at, at, _width(column, [row[at] for row in table.rows]))
        for number, row in enumerate(table.rows, start=1):
            _write(page, number, at, row[at], column, formats)
    page.freeze_panes(1, 1)
    if table.rows:
        page.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    if table.source:
        page.write_string(len(table.rows) + 2, 0, table.source[:CELL_LIMIT])


def _width(column: Column, cells: Sequence[Cell]) -> int:
    longest = max([len(column.title), *(len(str(cell)) for cell in cells[:200] if cell is not None)])
    return min(60, max(10, longest + 2))


def _write(page: Any, row: int, at: int, cell: Cell, column: Column, formats: dict[str, Any]) -> None:
    if cell is None:
        return
    if isinstance(cell, Suppression):
        page.write_string(row, at, "[c]", formats["right"])
    elif isinstance(cell, date):
        page.write_datetime(row, at, cell, formats["date"])
    elif isinstance(cell, int | float | Decimal):
        kind = "percent" if column.kind is Kind.PERCENT else "number"
        page.write_number(row, at, float(cell), formats[f"{kind}{min(column.decimals, 4)}"])
    else:
        page.write_string(row, at, cell[:CELL_LIMIT])
