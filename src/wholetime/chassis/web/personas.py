"""One-click sign-in as an invented person. Outside the demo there is no such page."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wholetime.chassis.actions.personas import persona_account, personas
from wholetime.chassis.queries.installation import is_demo


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose_persona(request: HttpRequest) -> HttpResponse:
    """The cards (GET) and the sign-in (POST ``persona``)."""
    if not is_demo():
        raise Http404
    if request.method == "POST":
        return _sign_in(request, request.POST.get("persona", ""))
    return render(
        request,
        "chassis/personas.jinja",
        {"title": "Choose who to be", "personas": personas(), "action": reverse("personas")},
    )


def _sign_in(request: HttpRequest, slug: str) -> HttpResponse:
    account = persona_account(slug)
    if account is None:
        raise Http404
    login(request, account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("/")
