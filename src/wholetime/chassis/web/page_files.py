"""Files of a page: its briefings, each chart as a picture, each table as CSV."""

from __future__ import annotations

import re
from datetime import date

from django.http import Http404, HttpResponse

from wholetime.chassis.engine.charts import render_png, render_svg
from wholetime.chassis.engine.exports import table_csv
from wholetime.chassis.web.page import Page
from wholetime.chassis.web.page_briefings import rendered

NAME = re.compile(
    r"briefing\.(?P<whole>xlsx|docx|pdf)|chart-(?P<chart>\d{1,3})\.(?P<form>svg|png)|table-(?P<table>\d{1,3})\.csv"
)
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes the text for Windows-1252


def file_response(page: Page, name: str, code: str, on: date) -> HttpResponse:
    """The file ``name`` of ``page``; Not Found for one that it has not."""
    asked = NAME.fullmatch(name)
    if asked is None:
        raise Http404
    if asked["whole"]:
        body, media = rendered(page, asked["whole"], on)
    elif asked["chart"]:
        body, media = _chart(page, int(asked["chart"]), asked["form"])
    else:
        body, media = _table(page, int(asked["table"]))
    answer = HttpResponse(body, content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="{code}-{page.slug}-{name}"'
    return answer


def _chart(page: Page, number: int, form: str) -> tuple[bytes, str]:
    charts = list(page.charts())
    if number >= len(charts):
        raise Http404
    if form == "png":
        return render_png(charts[number]), "image/png"
    return render_svg(charts[number], page=False).encode(), "image/svg+xml"


def _table(page: Page, number: int) -> tuple[bytes, str]:
    tables = list(page.tables())
    if number >= len(tables):
        raise Http404
    return (BYTE_ORDER_MARK + table_csv(tables[number])).encode(), "text/csv; charset=utf-8"
