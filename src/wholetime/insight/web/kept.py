"""Views that people keep: save the page at hand, list one's own, open one by its link, let one go."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from wholetime.chassis.api import Scope, ViewRefused, forget_view, own_views, save_view, shared_view
from wholetime.chassis.web.gate import for_members
from wholetime.insight.web.addresses import address
from wholetime.insight.web.pages import tab


@require_GET
@for_members
def kept(request: HttpRequest, scope: Scope) -> HttpResponse:
    context = {
        "title": "Your saved views",
        "lead": "Pages kept with their filters. Share one by its link: whoever opens it sees only what they may.",
        "views": [(view, reverse("insight_view", args=[view.key])) for view in own_views(request.user)],
    }
    return render(request, "insight/kept.html", context)


@require_POST
@for_members
def keep(request: HttpRequest, scope: Scope, code: str, slug: str) -> HttpResponse:
    """Keep the page ``slug`` of ``code`` with the filters in the form."""
    page = address(code, slug if tab(slug) else "shape")
    query = request.POST.get("query", "")
    try:
        save_view(request.user, code, request.POST.get("title", ""), page, query)
    except ViewRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{page}?{query}" if query else page)
    messages.success(request, "The view is saved. Its link is below.")
    return redirect("insight_kept")


@require_GET
@for_members
def opened(request: HttpRequest, scope: Scope, key: UUID) -> HttpResponse:
    """Where a shared link leads; the page there asks again what the reader may see."""
    where = shared_view(request.user, key).address
    safe = url_has_allowed_host_and_scheme(where, allowed_hosts=None)
    return redirect(where if safe else reverse("insight_home"))


@require_POST
@for_members
def forget(request: HttpRequest, scope: Scope, key: UUID) -> HttpResponse:
    forget_view(request.user, key)
    messages.success(request, "The view is gone.")
    return redirect("insight_kept")
