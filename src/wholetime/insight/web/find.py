"""Finding an area or organisation by name or code, within one's rights."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wholetime.chassis.api import Scope, codes_under, search
from wholetime.chassis.web.gate import for_members
from wholetime.insight.web.addresses import address
from wholetime.insight.web.naming import KINDS

FEW, MANY = 8, 50
"""How many to show under the search box, and on a page of their own."""


@require_GET
@for_members
def find(request: HttpRequest, scope: Scope) -> HttpResponse:
    asked = request.GET.get("q", "").strip()
    live = request.headers.get("HX-Request") == "true"
    nodes = search(asked, codes_under(scope.roots), FEW if live else MANY)
    items = [
        {"text": node.name, "href": address(node.code), "note": f"{KINDS[node.kind]}, {node.code}"} for node in nodes
    ]
    context = {"title": "Find an area or organisation", "items": items, "asked": asked}
    return render(request, "insight/found.html" if live else "insight/find.html", context)
