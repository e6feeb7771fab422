"""The page on which REST is tried: Swagger's, within our own frame and readable to everybody."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

LEAD = "What you send here is sent: a request that changes something changes it."
SHOWN = {"layout": "BaseLayout", "deepLinking": False, "defaultModelsExpandDepth": -1}
"""Its deep links would stand inside buttons, where a screen reader cannot tell them apart; the description of every
type in a list of its own says nothing that the operations do not."""


class TryPage(DocsBase):
    """What ``docs_url`` of the API shows."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **path: Any) -> HttpResponse:
        swagger = SHOWN | {"url": self.get_openapi_url(api, path)}
        crumbs = [{"text": "REST", "href": reverse("rest")}]
        context = {"title": "Try REST", "lead": LEAD, "breadcrumbs": crumbs, "swagger": swagger}
        return render(request, "dataset/rest_try.html", context)
