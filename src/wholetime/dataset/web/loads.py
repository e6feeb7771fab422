"""What is held, and the history of what was."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wholetime.chassis.api import Scope
from wholetime.chassis.engine.tables import Column, Kind, Table
from wholetime.chassis.engine.wording import day_text
from wholetime.chassis.web.gate import for_members
from wholetime.chassis.web.sorting import sorted_table
from wholetime.dataset.engine.adapters import adapter_named
from wholetime.dataset.queries.loads import Held, held_sources, load_values, loads_in
from wholetime.dataset.queries.restatements import restatements
from wholetime.dataset.web.frame import page
from wholetime.dataset.web.gate import may_load

A_PAGE = 25

HELD_COLUMNS = (
    Column("source", "Source"),
    Column("from", "From", Kind.DATE),
    Column("to", "To", Kind.DATE),
    Column("rows", "Rows", Kind.NUMBER),
    Column("organisations", "Organisations", Kind.NUMBER),
    Column("older", "Older versions kept", Kind.NUMBER),
    Column("loaded", "Last loaded", Kind.DATE),
)
VERSION_COLUMNS = (
    Column("period", "Period"),
    Column("org", "Organisation"),
    Column("rows", "Rows", Kind.NUMBER),
    Column("loaded", "Loaded", Kind.DATE),
    Column("until", "Counted until"),
    Column("file", "File"),
    Column("who", "By"),
)


@require_safe
@for_members
def loads(request: HttpRequest, scope: Scope) -> HttpResponse:
    table, sorting = sorted_table(request, _held_table(held_sources(scope)), "source")
    pages = Paginator(loads_in(scope, request.user), A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    context = page(
        request, "What is held", "loads", lead="Each source within your scope, and each file that brought it."
    )
    context |= {"table": table, "sorting": sorting, "loads": load_values(shown), "shown": shown}
    return render(request, "dataset/loads.html", context | {"may_load": may_load(request)})


@require_safe
@for_members
def source(request: HttpRequest, scope: Scope, name: str) -> HttpResponse:
    adapter = adapter_named(name)
    if adapter is None:
        raise Http404
    pages = Paginator(loads_in(scope, request.user, name), A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    context = page(request, adapter.title, "loads", lead=adapter.publication)
    context["breadcrumbs"] = [{"text": "What is held", "href": reverse("loads")}]
    context |= {"loads": load_values(shown), "shown": shown, "versions": _versions_table(scope, name)}
    return render(request, "dataset/source.html", context | {"licence": adapter.licence, "may_load": may_load(request)})


def _held_table(held: list[Held]) -> Table:
    rows = tuple(
        (
            one.title + (" (invented)" if one.synthetic else ""),
            one.period_from,
            one.period_to,
            one.rows,
            one.organisations or None,
            one.older,
            one.last_loaded.date(),
        )
        for one in held
    )
    links = tuple(reverse("load_source", args=[one.source]) for one in held)
    return Table("Sources held", HELD_COLUMNS, rows, links)


def _versions_table(scope: Scope, name: str) -> Table:
    rows = tuple(
        (
            one.period,
            one.org or "All",
            one.rows,
            one.live_from,
            day_text(one.until) if one.until else "Counted now",
            one.file_name,
            one.account,
        )
        for one in restatements(scope, name)
    )
    return Table("Restated slices: every version, newest first", VERSION_COLUMNS, rows)
