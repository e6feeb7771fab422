"""Loading an official population projection: a file, what it would change, and a decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from wholetime.chassis.api import Scope, access_node, access_scope
from wholetime.chassis.engine.tables import Column, Table
from wholetime.chassis.web.gate import for_members
from wholetime.forecast.actions.populations import (
    WHO,
    ProjectionRefused,
    drop_projection,
    offer_projection,
    take_projection,
)
from wholetime.forecast.queries.populations import access_offer, projection_of
from wholetime.forecast.queries.registers import may_revise
from wholetime.forecast.web.addresses import address
from wholetime.forecast.web.presenters.population import SLUG, by_age, offer_said, offer_table, source_line
from wholetime.forecast.web.views import area_crumbs

REFUSED = f"{WHO[:1].upper()}{WHO[1:]}."
LEAD = "You will see what the file would change before anything is changed."
OPEN = "OGL v3"


class ProjectionForm(forms.Form):
    """The file, and which publication it is of."""

    file = forms.FileField(
        label="File",
        help_text="CSV or Excel, with the columns area, sex, age, year and persons, or a column for each year.",
        error_messages={"required": "Choose a file to load", "empty": "The file is empty: export it again"},
    )
    title = forms.CharField(
        label="Publication",
        max_length=200,
        help_text="As forecasts are to name it: Subnational population projections, Office for National Statistics",
    )
    licence = forms.CharField(label="Licence (optional)", max_length=80, required=False, initial=OPEN)


@require_http_methods(["GET", "POST"])
@for_members
def load(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    if not any(may_revise(request.user, root) for root in scope.roots):
        raise PermissionDenied(REFUSED)
    node = access_node(request.user, code)
    if not may_revise(request.user, node.code):
        raise PermissionDenied(REFUSED)
    sent = request.method == "POST"
    form = ProjectionForm(request.POST, request.FILES) if sent else ProjectionForm()
    refused: Table | None = None
    if sent and form.is_valid():
        try:
            return redirect("forecast_projection", _offered(request, node.code, form))
        except ProjectionRefused as wrong:
            form.add_error("file", f"{str(wrong)[:1].upper()}{str(wrong)[1:]}")
            refused = _refusals(wrong)
    context = {
        "title": f"Load a population projection, {node.name}",
        "lead": LEAD,
        "breadcrumbs": [*area_crumbs(request, node.code, here=False), _back(node.code)],
        "form": form,
        "refused": refused,
        "failed": sent,
    }
    return render(request, "forecast/projection_load.html", context)


@require_http_methods(["GET", "POST"])
@for_members
def decide(request: HttpRequest, scope: Scope, key: UUID) -> HttpResponse:
    """What a file would change; and taking it in or throwing it away."""
    if request.method == "POST" and not any(may_revise(request.user, root) for root in scope.roots):
        raise PermissionDenied(REFUSED)
    offered = access_offer(request.user, key)
    first = offered[0]
    if request.method == "POST":
        return _decided(request, key, first.code)
    seen = access_scope(request.user, first.code)
    now = projection_of(first.code)
    context = {
        "title": f"A population projection for {first.name}",
        "lead": f"{first.title}, {first.file_name}.",
        "breadcrumbs": [*area_crumbs(request, first.code, here=False), _back(first.code)],
        "said": offer_said(seen, offered, now),
        "tables": [offer_table(seen, offered), by_age(first.projection, source_line(first))],
        "waits": first.taken_at is None,
        "may": may_revise(request.user, first.code),
        "back": address(first.code, SLUG),
    }
    return render(request, "forecast/projection.html", context)


def _offered(request: HttpRequest, code: str, form: ProjectionForm) -> UUID:
    upload, said = form.cleaned_data["file"], form.cleaned_data
    found = offer_projection(request.user, code, upload.name, upload.read(), said["title"], said["licence"])
    return found[0].key


def _decided(request: HttpRequest, key: UUID, code: str) -> HttpResponse:
    try:
        if request.POST.get("decision") == "discard":
            drop_projection(request.user, key)
            messages.success(request, "The file was thrown away. Nothing has changed.")
        elif take_projection(request.user, key):
            messages.success(request, "The projection is in force. Make a new forecast to see what it changes.")
        else:
            messages.success(request, "This very file is in force already. Nothing has changed.")
    except ProjectionRefused as refused:
        raise PermissionDenied(REFUSED) from refused
    return redirect(address(code, SLUG))


def _refusals(wrong: ProjectionRefused) -> Table | None:
    if not wrong.refused:
        return None
    columns = (Column("row", "Row"), Column("column", "Column"), Column("value", "Value"), Column("reason", "Reason"))
    rows: tuple[tuple[Any, ...], ...] = tuple(
        (str(one.row) if one.row else "none", one.column, one.value, one.reason) for one in wrong.refused
    )
    return Table("What is wrong in the file", columns, rows)


def _back(code: str) -> dict[str, str]:
    return {"text": "Population", "href": address(code, SLUG)}
