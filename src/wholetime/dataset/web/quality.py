"""Data quality: what to mend first, what is missing, wrong or late, and whom to ring."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wholetime.chassis.api import Scope
from wholetime.chassis.web.gate import for_members
from wholetime.chassis.web.sorting import sorted_table
from wholetime.dataset.actions.looks import record_looks
from wholetime.dataset.queries.loads import load_values, loads_in, source_titles
from wholetime.dataset.queries.permits import loading_scope
from wholetime.dataset.queries.quality.chase import RETURNS, held_returns, to_chase
from wholetime.dataset.queries.quality.overview import by_field, by_rule, how_old, mend_first, named
from wholetime.dataset.queries.quality.records import complete_fields
from wholetime.dataset.queries.quality.worklists import LOOKED_FOR, TITLES, looked_by, worklist
from wholetime.dataset.web import quality_tables as tables
from wholetime.dataset.web.downloads import table_file
from wholetime.dataset.web.frame import page
from wholetime.dataset.web.gate import for_loaders

FIRST = 10
CHANGES = 10
MOST_ROWS = 2_000


@require_GET
@for_members
def quality(request: HttpRequest, scope: Scope) -> HttpResponse:
    complete = complete_fields(scope)
    first = mend_first(complete, FIRST)
    old, old_order = sorted_table(request, _ages(scope), "-late_days", "age")
    fields, field_order = sorted_table(
        request, tables.as_table("Fields of staff lists", tables.FIELDS, by_field(complete)), "percent", "field"
    )
    context = page(
        request, "Data quality", "quality", "What is missing, wrong or late in what is held, and what to mend first."
    )
    context |= {
        "first": tables.as_table("Fix these first", tables.FIRST, named(first, scope) if first.height else first),
        "fields": (fields, field_order),
        "rules": tables.as_table("Records that cannot be right", tables.RULES, by_rule(scope)),
        "ages": (old, old_order),
        "changes": load_values(loads_in(scope).filter(state="committed")[:CHANGES]),
    }
    return render(request, "dataset/quality.html", context)


def _ages(scope: Scope) -> Any:
    return tables.as_table("How old each source is", tables.AGES, how_old(scope).head(MOST_ROWS))


@require_GET
@for_members
def completeness(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every organisation and field; one field or organisation by the address."""
    table = _complete_table(request, scope)
    ordered, order = sorted_table(request, table, "percent")
    context = page(request, "Completeness by organisation", "quality", "The share of records that have each field.")
    context["breadcrumbs"] = [{"text": "Data quality", "href": reverse("quality")}]
    return render(
        request, "dataset/completeness.html", context | {"table": ordered, "sorting": order, "asked": _asked(request)}
    )


@require_GET
@for_members
def completeness_file(request: HttpRequest, scope: Scope, ending: str) -> HttpResponse:
    return table_file(_complete_table(request, scope), "completeness", ending)


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in ("field", "name")}


def _complete_table(request: HttpRequest, scope: Scope) -> Any:
    found = complete_fields(scope)
    if found.is_empty():
        return tables.as_table("Completeness", tables.ORGS, found)
    asked = _asked(request)
    found = named(found, scope)
    if asked["field"]:
        found = found.filter(pl.col("field") == asked["field"])
    if asked["name"]:
        found = found.filter(pl.col("name").str.to_lowercase().str.contains(asked["name"].lower(), literal=True))
    return tables.as_table("Completeness", tables.ORGS, found.sort("share", "source", "org", "field").head(MOST_ROWS))


@require_GET
@for_members
def chase(request: HttpRequest, scope: Scope) -> HttpResponse:
    source = _return_source(request)
    table, order = sorted_table(request, _chase_table(scope, source))
    titles = source_titles()
    context = page(
        request,
        "Returns to chase",
        "quality",
        "Practices, homes and charities whose return never came, is late, or is thinner than the last.",
    )
    context["breadcrumbs"] = [{"text": "Data quality", "href": reverse("quality")}]
    choices = [(name, titles[name]) for name in held_returns(scope)]
    return render(
        request,
        "dataset/chase.html",
        context | {"table": table, "sorting": order, "choices": choices, "source": source},
    )


@require_GET
@for_members
def chase_file(request: HttpRequest, scope: Scope, ending: str) -> HttpResponse:
    return table_file(_chase_table(scope, _return_source(request)), "returns_to_chase", ending)


def _return_source(request: HttpRequest) -> str:
    source = request.GET.get("source", "five_minute_return")
    if source not in RETURNS:
        raise Http404
    return source


def _chase_table(scope: Scope, source: str) -> Any:
    return tables.as_table("Returns to chase", tables.CHASE, to_chase(scope, source).head(MOST_ROWS))


@require_GET
@for_members
def worklists(request: HttpRequest, scope: Scope) -> HttpResponse:
    """How long each list is; the lists themselves name records, and open to those who keep them."""
    counted = worklist(scope).group_by("worklist").len() if loading_scope(request.user).roots else None
    counts = dict(counted.iter_rows()) if counted is not None else None
    context = page(
        request,
        "Cleansing worklists",
        "worklists",
        "Records whose occupation code should probably be another, to put right in the record system.",
    )
    lists = [{"name": name, "title": title, "count": (counts or {}).get(name, 0)} for name, title in TITLES.items()]
    return render(request, "dataset/worklists.html", context | {"lists": lists, "may_open": counts is not None})


@require_GET
@for_loaders
def one_worklist(request: HttpRequest, _: Any, name: str) -> HttpResponse:
    table, order = sorted_table(request, _worklist_table(request, name, "as a page"))
    context = page(
        request,
        TITLES[name],
        "worklists",
        "Nothing is changed here: take the list to the record system, and load the next staff list.",
    )
    context["breadcrumbs"] = [{"text": "Cleansing worklists", "href": reverse("worklists")}]
    return render(request, "dataset/worklist.html", context | {"table": table, "sorting": order, "name": name})


@require_GET
@for_loaders
def worklist_file(request: HttpRequest, _: Any, name: str, ending: str) -> HttpResponse:
    notes = [
        "Proposed codes are for somebody who knows the post to confirm.",
        "This file names people's records: keep it as you keep a staff list.",
    ]
    return table_file(_worklist_table(request, name, "as a file"), f"worklist_{name}", ending, notes)


def _worklist_table(request: HttpRequest, name: str, shown: str) -> Any:
    if name not in TITLES:
        raise Http404
    found = worklist(loading_scope(request.user), name)
    record_looks(request.user, looked_by(name, shown), LOOKED_FOR, found)
    return tables.as_table(TITLES[name], tables.WORKLIST, found)
