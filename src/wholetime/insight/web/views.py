"""The pages and files of the room. Thin: a viewpoint, a page, and how to send it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wholetime.chassis.api import Scope
from wholetime.chassis.web.gate import for_members
from wholetime.chassis.web.page import Page
from wholetime.chassis.web.page_files import file_response
from wholetime.chassis.web.page_links import crumbs, downloads
from wholetime.chassis.web.sorting import page_sorter
from wholetime.chassis.web.sources import attribution
from wholetime.dataset.api import next_step
from wholetime.insight.queries.viewpoint import Viewpoint, viewpoint
from wholetime.insight.web.addresses import address, file_address
from wholetime.insight.web.filters import common_filters
from wholetime.insight.web.pages import TABS, Tab, page_of, tab


@require_GET
@for_members
def home(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The widest area of whoever is signed in."""
    return redirect(address(scope.roots[0]))


@require_GET
@for_members
def show(request: HttpRequest, scope: Scope, code: str, slug: str = "shape") -> HttpResponse:
    chosen, view, page = _page(request, code, slug)
    if code != view.node.code:
        return redirect(address(view.node.code, slug))
    return render(request, "insight/page.html", _context(request, chosen, view, page))


@require_GET
@for_members
def download(request: HttpRequest, scope: Scope, code: str, slug: str, name: str) -> HttpResponse:
    """A briefing, a chart or a table of the page, under the filters of its address."""
    _, view, page = _page(request, code, slug)
    return file_response(page, name, view.node.code, view.moment[2])


def _page(request: HttpRequest, code: str, slug: str) -> tuple[Tab, Viewpoint, Page]:
    chosen = tab(slug)
    if chosen is None:
        raise Http404
    asked = {key: value for key, value in request.GET.items() if isinstance(value, str)}
    view = viewpoint(request.user, code, asked)
    return chosen, view, page_of(view, chosen, asked)


def _context(request: HttpRequest, chosen: Tab, view: Viewpoint, page: Page) -> dict[str, Any]:
    code, query = view.node.code, request.GET.urlencode()
    return {
        "title": page.title,
        "lead": page.lead,
        "page": page,
        "filters": (*page.filters, *common_filters(view)),
        "breadcrumbs": crumbs(code, view.rights.roots, address, here=chosen.slug == "shape"),
        "sections": [
            {"text": one.title, "href": _kept(address(code, one.slug), query), "current": one is chosen} for one in TABS
        ],
        "synthetic": page.synthetic,
        "then": next_step(request.user),
        "attribution": attribution(page.figures),
        "downloads": downloads(lambda name: file_address(code, page.slug, name, query)),
        "file": lambda name: file_address(code, page.slug, name, query),
        "sorted": page_sorter(request, page.tables()),
        "save": {"action": reverse("insight_save", args=[code, page.slug]), "query": query},
    }


def _kept(href: str, query: str) -> str:
    """The same filters on the next tab; what belongs to one page alone is ignored there."""
    return f"{href}?{query}" if query else href
