"""WISN from a file: its rows are taken to the page, where they can be changed and sent on as an address."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from wholetime.chassis.api import Scope, access_node
from wholetime.chassis.web.gate import for_members
from wholetime.dataset.api import UnreadableFile, opened_table
from wholetime.forecast.engine.demand.wisn_table import COLUMNS, NotWisn, read_wisn
from wholetime.forecast.web.addresses import address
from wholetime.forecast.web.presenters.wisn import SLUG
from wholetime.forecast.web.views import area_crumbs
from wholetime.forecast.web.wisn_form import LONGEST, SHOWN

MOST_BYTES = 1_000_000
NEEDED = ("category", "line", "amount")
LEAD = "Its rows are worked out and shown, where you can change them. Nothing is kept."


def rows_in(name: str, data: bytes) -> str:
    """The rows of a CSV or Excel file as the page takes them, each at the number that a spreadsheet gives it.

    Raises UnreadableFile, and NotWisn for a file that is too large or lacks a column.
    """
    if len(data) > MOST_BYTES:
        raise NotWisn([f"the file has {len(data):,} bytes; a table of a year's work has fewer than {MOST_BYTES:,}"])
    frame = opened_table(name, data)
    named = {column.strip().lower(): column for column in frame.columns}
    missing = [column for column in NEEDED if column not in named]
    if missing:
        raise NotWisn([f"the file has no column {', '.join(missing)}: the columns are {', '.join(COLUMNS)}"])
    return _text(frame, [named.get(column, "") for column in COLUMNS])


def _text(frame: pl.DataFrame, columns: list[str]) -> str:
    held = {int(one["row"]): [one.get(column) or "" for column in columns] for one in frame.iter_rows(named=True)}
    out = io.StringIO()
    written = csv.writer(out, lineterminator="\n")
    written.writerow(COLUMNS)
    for row in range(2, max(held, default=1) + 1):
        written.writerow(held.get(row, [""] * len(COLUMNS)))
    return out.getvalue().strip()


class WisnFileForm(forms.Form):
    """``lines`` are there once it is valid."""

    file = forms.FileField(
        label="File",
        help_text=f"CSV or Excel, with the columns {', '.join(COLUMNS)}.",
        error_messages={"required": "Choose a file", "empty": "The file is empty: export it again"},
    )

    lines: str = ""

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        try:
            self.lines = rows_in(upload.name or "", upload.read())
            read_wisn(self.lines)
        except UnreadableFile as fault:
            raise forms.ValidationError(_sentence(str(fault))) from fault
        except NotWisn as wrong:
            raise forms.ValidationError([_sentence(one) for one in wrong.wrong[:SHOWN]]) from wrong
        if len(self.lines) > LONGEST:
            raise forms.ValidationError(
                f"The rows have {len(self.lines):,} characters, and a page takes {LONGEST:,}: ask by the command "
                "wholetime forecast wisn, or by REST"
            )
        return upload


@require_http_methods(["GET", "POST"])
@for_members
def load(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    node = access_node(request.user, code)
    sent = request.method == "POST"
    form = WisnFileForm(request.POST, request.FILES) if sent else WisnFileForm()
    page = address(node.code, SLUG)
    if sent and form.is_valid():
        return redirect(f"{page}?{urlencode({'lines': form.lines})}")
    context: dict[str, Any] = {
        "title": f"WISN from a file, {node.name}",
        "lead": LEAD,
        "breadcrumbs": [*area_crumbs(request, node.code, here=False), {"text": "WISN", "href": page}],
        "form": form,
        "failed": sent,
    }
    return render(request, "forecast/wisn_file.html", context)


def _sentence(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}"
