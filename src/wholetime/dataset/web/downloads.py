"""A table as a file to take away."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.utils import timezone

from wholetime.chassis.engine.exports import Sheet, table_csv, workbook
from wholetime.chassis.engine.tables import Table

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_file(table: Table, name: str, ending: str, notes: Sequence[str] = ()) -> HttpResponse:
    """``table`` as ``name.csv`` or ``name.xlsx``; 404 for any other ending."""
    if ending == "csv":
        answer = HttpResponse("\ufeff" + table_csv(table), content_type="text/csv; charset=utf-8")
    elif ending == "xlsx":
        held = workbook([Sheet(table.caption, table)], table.caption, timezone.localdate(), notes)
        answer = HttpResponse(held, content_type=EXCEL)
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return answer
