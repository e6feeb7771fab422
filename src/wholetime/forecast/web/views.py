"""The pages and files of the room. Thin: a viewpoint, a page, and how to send it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from wholetime.chassis.api import Scope, access_scope
from wholetime.chassis.web.gate import for_members
from wholetime.chassis.web.page import Filter, Page
from wholetime.chassis.web.page_files import file_response
from wholetime.chassis.web.page_links import crumbs, downloads
from wholetime.chassis.web.sorting import page_sorter
from wholetime.chassis.web.sources import attribution
from wholetime.forecast.queries.viewpoint import Viewpoint, viewpoint
from wholetime.forecast.web.addresses import address, file_address, run_address
from wholetime.forecast.web.keeping import bench_forms
from wholetime.forecast.web.need_pages import around
from wholetime.forecast.web.pages import TABS, Tab, tab
from wholetime.forecast.web.presenters.workbench import SLUG


@require_GET
@for_members
def home(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The widest area of whoever is signed in."""
    return redirect(address(scope.roots[0]))


@require_GET
@for_members
def show(request: HttpRequest, scope: Scope, code: str, slug: str = "overview") -> HttpResponse:
    chosen, view, page = _page(request, code, slug)
    if code != view.node.code:
        return redirect(address(view.node.code, slug))
    return render(request, "forecast/page.html", _context(request, chosen, view, page))


@require_GET
@for_members
def download(request: HttpRequest, scope: Scope, code: str, slug: str, name: str) -> HttpResponse:
    """A briefing, a chart or a table of the page, under the choices of its address."""
    _, view, page = _page(request, code, slug)
    return file_response(page, name, view.node.code, timezone.localdate())


def _page(request: HttpRequest, code: str, slug: str) -> tuple[Tab, Viewpoint, Page]:
    chosen = tab(slug)
    if chosen is None:
        raise Http404
    asked = {key: value for key, value in request.GET.items() if isinstance(value, str)}
    view = viewpoint(request.user, code, asked.get("of", ""))
    return chosen, view, chosen.build(view, asked)


def _context(request: HttpRequest, chosen: Tab, view: Viewpoint, page: Page) -> dict[str, Any]:
    code, query, here = view.node.code, request.GET.urlencode(), (chosen.slug, chosen.under)
    return {
        "title": page.title,
        "lead": page.lead,
        "page": page,
        "filters": (*_parts(view), *page.filters),
        "breadcrumbs": area_crumbs(request, code, here=chosen.slug == "overview"),
        "sections": [
            {"text": one.title, "href": address(code, one.slug, view.part), "current": one.slug in here}
            for one in TABS
            if not one.under
        ],
        "synthetic": view.run is not None and view.run.synthetic,
        "attribution": attribution(page.figures),
        "downloads": downloads(lambda name: file_address(code, page.slug, name, query)),
        "file": lambda name: file_address(code, page.slug, name, query),
        "sorted": page_sorter(request, page.tables()),
        **(bench_forms(request, view) if page.slug == SLUG and view.run else {}),
        **around(request, chosen.slug, view),
        "below_address": reverse("forecast_below", args=[code]) if page.slug == "places" and view.part else "",
        "part": view.part,
        "run": view.run,
        "run_address": run_address(view.run.key) if view.run else "",
        "new_address": reverse("forecast_new", args=[code]),
    }


def _parts(view: Viewpoint) -> tuple[Filter, ...]:
    return (Filter("of", "Whose staff", view.parts, view.part),) if len(view.parts) > 1 else ()


def area_crumbs(request: HttpRequest, code: str, here: bool) -> list[dict[str, str]]:
    return crumbs(code, access_scope(request.user).roots, address, here=here)
