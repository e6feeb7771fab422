"""One load: what was recognised, what it would change, what was refused, and the decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import polars as pl
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST, require_safe

from wholetime.chassis.api import Scope
from wholetime.chassis.engine.tables import Column, Table
from wholetime.chassis.engine.wording import counted
from wholetime.chassis.web.gate import for_members
from wholetime.dataset.actions.commit import HeldChanged, NotStaged
from wholetime.dataset.actions.incoming import put_by_path
from wholetime.dataset.actions.upload import FileGone, Sender, commit_upload, discard_upload, stage_again
from wholetime.dataset.engine.adapter import REFUSALS
from wholetime.dataset.engine.loading.refused_rows import refused_workbook
from wholetime.dataset.engine.opening import open_file
from wholetime.dataset.models import Load
from wholetime.dataset.models.load import LoadState
from wholetime.dataset.queries.loads import access_load, access_own_load, load_values
from wholetime.dataset.web.faults import FILE_FAULTS
from wholetime.dataset.web.frame import page
from wholetime.dataset.web.gate import for_loaders
from wholetime.dataset.web.upload import after_staging

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REFUSALS_A_PAGE = 50

EXAMPLE_COLUMNS = (
    Column("where", "Which"),
    Column("column", "What"),
    Column("before", "Held now"),
    Column("after", "In this file"),
)
REFUSAL_COLUMNS = (
    Column("row", "Row"),
    Column("column", "Column"),
    Column("value", "Value"),
    Column("reason", "Why it was not accepted"),
)


@require_safe
@for_members
def load(request: HttpRequest, scope: Scope, key: UUID) -> HttpResponse:
    found = access_load(scope, request.user, key)
    (value,) = load_values([found])
    mine = found.account_id == request.user.pk
    context = page(request, found.file_name, "loads", lead=f"{value.title}: {value.state_title.lower()}")
    context["breadcrumbs"] = [{"text": "What is held", "href": reverse("loads")}]
    context |= {"load": value, "notes": found.notes, "publication": found.publication, "licence": found.licence}
    context |= {"difference": found.difference if mine else None, "examples": _examples(found) if mine else None}
    context |= {"refusals": _refusals(request, found) if mine else None, "mine": mine}
    decide = mine and found.state == LoadState.STAGED
    good = mine and found.state == LoadState.REFUSED and put_by_path(found.key) is not None
    return render(request, "dataset/load.html", context | {"decide": decide, "offer_good": good and found.rows > 0})


def _examples(found: Load) -> Table | None:
    rows = tuple(
        (one["where"], one["column"].replace("_", " "), one["before"], one["after"])
        for one in found.difference.get("examples", ())
    )
    return Table("Some of the changed values", EXAMPLE_COLUMNS, rows) if rows else None


def _refusals(request: HttpRequest, found: Load) -> dict[str, Any] | None:
    pages = Paginator(found.refusals.order_by("row", "column"), REFUSALS_A_PAGE)
    if not pages.count:
        return None
    shown = pages.get_page(request.GET.get("page"))
    rows = tuple((str(one.row), one.column, one.value, one.reason) for one in shown)
    table = Table(f"{counted(pages.count, 'cell was', 'cells were')} not accepted", REFUSAL_COLUMNS, rows)
    return {"table": table, "shown": shown}


@require_POST
@for_loaders
def confirm(request: HttpRequest, sender: Sender, key: UUID) -> HttpResponse:
    found = access_own_load(request.user, key)
    try:
        done = commit_upload(found)
    except HeldChanged:
        return _again(request, found, sender, keep_good=found.refused_rows > 0)
    except NotStaged as already:
        messages.error(request, str(already))
        return redirect("load", key)
    held = counted(done.rows, "value or record is", "values or records are")
    now = f"{held} now held" if done.rows else "what it replaces is no longer counted"
    messages.success(request, f"{done.file_name} is loaded: {now}.")
    return redirect("load", key)


@require_POST
@for_loaders
def keep_good(request: HttpRequest, sender: Sender, key: UUID) -> HttpResponse:
    """Stage the good rows of a refused file; what they change is shown before it is done."""
    return _again(request, access_own_load(request.user, key), sender, keep_good=True)


def _again(request: HttpRequest, found: Load, sender: Sender, *, keep_good: bool) -> HttpResponse:
    try:
        fresh = stage_again(found, sender, keep_good=keep_good)
    except (FileGone, *FILE_FAULTS) as fault:
        messages.error(request, str(fault))
        return redirect("new_load")
    if found.state == LoadState.STAGED:
        messages.warning(
            request, "What is held changed since this file was compared. This is the difference as it is now."
        )
    return after_staging(request, fresh)


@require_POST
@for_loaders
def throw_away(request: HttpRequest, sender: Sender, key: UUID) -> HttpResponse:
    try:
        gone = discard_upload(access_own_load(request.user, key))
    except NotStaged as already:
        messages.error(request, str(already))
        return redirect("load", key)
    messages.info(request, f"{gone.file_name} was thrown away. Nothing that is held was changed.")
    return redirect("loads")


@require_GET
@for_loaders
def refused(request: HttpRequest, sender: Sender, key: UUID) -> HttpResponse:
    """The refused rows as Excel, for whoever sent them."""
    found = access_own_load(request.user, key)
    kept = put_by_path(key)
    cells = [(one.row, one.column, one.value, one.reason) for one in found.refusals.order_by("row", "column")]
    frame = pl.DataFrame(cells, schema=REFUSALS, orient="row")
    answer = HttpResponse(refused_workbook(frame, open_file(kept) if kept else None), content_type=EXCEL)
    answer["Content-Disposition"] = f'attachment; filename="refused_{str(key)[:8]}.xlsx"'
    return answer
