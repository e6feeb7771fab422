"""The rows that were not accepted, as a workbook that can be put right and sent again."""

from __future__ import annotations

import io

import polars as pl
import xlsxwriter

from wholetime.dataset.engine.adapter import RawTable

REASONS = ("Row", "Column", "Value", "Why it was not accepted")
WIDTH = 18
WHY = 60


def refused_workbook(refusals: pl.DataFrame, raw: RawTable | None) -> bytes:
    """An XLSX of two sheets: the refused rows as they were sent, faulty cells marked, with the reasons beside them;
    and every reason by row and column. Without ``raw`` (the file is gone) only the second.

    ``refusals`` has the columns of adapter.REFUSALS. No text ever becomes a formula or a link.
    """
    held = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(held, plain) as book:
        if raw is not None:
            _rows_sheet(book, refusals, raw)
        _reasons_sheet(book, refusals)
    return held.getvalue()


def _rows_sheet(book: xlsxwriter.Workbook, refusals: pl.DataFrame, raw: RawTable) -> None:
    sheet = book.add_worksheet("Refused rows")
    bold, faulty = book.add_format({"bold": True}), book.add_format({"bg_color": "#FFE3A6"})
    columns = [name for name in raw.frame.columns if name != "row"]
    sheet.write_row(0, 0, ["Row in the file", *columns, REASONS[-1]], bold)
    at = {name.casefold(): number for number, name in enumerate(columns, start=1)}
    faults = _by_row(refusals)
    refused = raw.frame.filter(pl.col("row").is_in(list(faults)))
    for line, row in enumerate(refused.iter_rows(named=True), start=1):
        wrong = faults[row["row"]]
        marked = {at.get(column.casefold()) for column, _ in wrong}
        sheet.write_number(line, 0, row["row"])
        for name in columns:
            place = at[name.casefold()]
            sheet.write_string(line, place, row[name] or "", faulty if place in marked else None)
        sheet.write_string(line, len(columns) + 1, "; ".join(_reason(column, why) for column, why in wrong))
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(columns), WIDTH)
    sheet.set_column(len(columns) + 1, len(columns) + 1, WHY)


def _reasons_sheet(book: xlsxwriter.Workbook, refusals: pl.DataFrame) -> None:
    sheet = book.add_worksheet("Reasons")
    sheet.write_row(0, 0, REASONS, book.add_format({"bold": True}))
    for line, fault in enumerate(refusals.iter_rows(named=True), start=1):
        sheet.write_number(line, 0, fault["row"])
        for place, name in enumerate(("column", "value", "reason"), start=1):
            sheet.write_string(line, place, fault[name] or "")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 2, WIDTH)
    sheet.set_column(3, 3, WHY)


def _by_row(refusals: pl.DataFrame) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    for fault in refusals.iter_rows(named=True):
        found.setdefault(fault["row"], []).append((fault["column"] or "", fault["reason"]))
    return found


def _reason(column: str, why: str) -> str:
    return f"{column} {why}" if column else f"This row {why}"
