"""Your record: what is held about whoever asks, where each part came from, how long it is kept, and a file of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wholetime.chassis.engine.held_parts import Part, Value, as_zip
from wholetime.chassis.engine.tables import Cell, Column, Table
from wholetime.chassis.models import Account
from wholetime.chassis.web.browsers import browser_text, moment_text
from wholetime.dataset.queries.about_person import about_me
from wholetime.dataset.queries.own_record import own_proof

SHOWN = 20
"""Rows of a part on the page; the file has all."""

SECTIONS = (("own_record", "What is held"), ("own_looks", "Who has looked"), ("own_corrections", "Corrections"))


def own_sections(current: str) -> list[dict[str, Any]]:
    """The pages of one's own record; ``current`` is the route of this one."""
    return [{"text": text, "href": reverse(name), "current": name == current} for name, text in SECTIONS]


def reader_of(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)
    return request.user


@require_safe
@login_required
def own_record(request: HttpRequest) -> HttpResponse:
    parts, person = about_me(reader_of(request))
    context = {
        "title": "What is held about me",
        "lead": "All that this system holds about you, where it came from, and how long it is kept.",
        "sections": own_sections("own_record"),
        "matched": person is not None,
        "proof": own_proof(request.user)[1],
        "parts": [(part, _table(part), len(part.rows)) for part in parts if part.rows],
        "nothing": [part.title for part in parts if not part.rows],
        "shown": SHOWN,
    }
    return render(request, "dataset/own_record.html", context)


@require_safe
@login_required
def own_record_file(request: HttpRequest) -> HttpResponse:
    """All of it, in formats that any program opens. The name of the file says nothing of whose it is."""
    now = timezone.now()
    answer = HttpResponse(as_zip(about_me(reader_of(request))[0], now), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="about-me-{timezone.localdate(now):%Y-%m-%d}.zip"'
    answer["Cache-Control"] = "no-store"
    return answer


def _table(part: Part) -> Table:
    columns = tuple(Column(name, name[0].upper() + name[1:].replace("_", " ")) for name in part.columns)
    rows = tuple(
        tuple(_cell(name, value) for name, value in zip(part.columns, row, strict=True)) for row in part.rows[:SHOWN]
    )
    return Table(part.title, columns, rows)


def _cell(name: str, value: Value) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return moment_text(value)
    if name == "browser":
        return browser_text(str(value))
    return value if isinstance(value, date) or value is None or value != "" else None
