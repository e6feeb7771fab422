"""Files of a page: its briefings, each chart as a picture, each table as CSV."""

from __future__ import annotations

import csv
import io
import re

from django.http import Http404, HttpResponse

from wholetime.chassis.engine.charts import render_png, render_svg
from wholetime.chassis.engine.tables import Cell, Table, cell_text
from wholetime.insight.web.page import Page
from wholetime.kernel.figure import Suppression

NAME = re.compile(r"(chart|table)-(\d{1,3})\.(svg|png|csv)")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would run a text that begins so."""


def file_response(page: Page, name: str, code: str) -> HttpResponse:
    """The file ``name`` of ``page``; Not Found for one that it has not."""
    matched = NAME.fullmatch(name)
    if matched is None:
        raise Http404
    kind, number, form = matched[1], int(matched[2]), matched[3]
    body, media = _chart(page, number, form) if kind == "chart" else _table(page, number, form)
    answer = HttpResponse(body, content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="{code}-{page.slug}-{name}"'
    return answer


def _chart(page: Page, number: int, form: str) -> tuple[str | bytes, str]:
    charts = list(page.charts())
    if number >= len(charts) or form == "csv":
        raise Http404
    if form == "png":
        return render_png(charts[number]), "image/png"
    return render_svg(charts[number], page=False), "image/svg+xml"


def _table(page: Page, number: int, form: str) -> tuple[str, str]:
    tables = list(page.tables())
    if number >= len(tables) or form != "csv":
        raise Http404
    return table_csv(tables[number]), "text/csv; charset=utf-8"


def table_csv(table: Table) -> str:
    """Numbers in full, ``[c]`` where withheld; the source in the last line. A byte order mark lets Excel read it."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(column.title for column in table.columns)
    for row in table.rows:
        writer.writerow(_safe(cell, table, index) for index, cell in enumerate(row))
    if table.source:
        writer.writerows([[], [table.source]])
    return "\ufeff" + written.getvalue()


def _safe(cell: Cell, table: Table, index: int) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Suppression):
        return cell_text(cell, table.columns[index])
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA) else text
