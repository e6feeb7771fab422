"""Two factors for everyone: who has given one only is led to the second, and reaches nothing else before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import ResolverMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wholetime.chassis.queries.installation import is_demo
from wholetime.chassis.queries.sign_in import has_second_factor
from wholetime.chassis.web.problems import problem
from wholetime.chassis.web.session_limits import now

PASSED = "wholetime.second_factor"
JUST = 300
"""Seconds; allauth's own figure for asking again."""
OPEN = frozenset(
    {
        "enrol",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "account_logout",
        "session_ended",
    }
)
"""The addresses that a person with one factor needs; all others wait."""
LEAVING = frozenset({"account_login", "account_logout", "session_ended"})


def pass_with(request: HttpRequest, account: Any, how: str) -> None:
    """Write down that in this session ``account`` has given a second factor. ``how`` is for the record."""
    request.session[PASSED] = {"account": account.pk, "how": how, "at": now()}


def has_passed(request: HttpRequest, account: Any) -> bool:
    """Whether ``account`` has given two factors in this very session."""
    if getattr(account, "persona", "") and is_demo():
        return True
    return _passed(request).get("account") == account.pk


def asked_by_provider(request: HttpRequest, account: Any) -> bool:
    """Whether the second factor of ``account`` in this session was an identity provider's."""
    return has_passed(request, account) and str(_passed(request).get("how", "")).startswith("oidc:")


def has_just_passed(request: HttpRequest, account: Any) -> bool:
    """Whether that was in the last five minutes: then nothing is asked again."""
    return has_passed(request, account) and 0 <= now() - float(_passed(request).get("at", 0)) < JUST


def _passed(request: HttpRequest) -> dict[str, Any]:
    return dict(request.session.get(PASSED) or {})


class SecondFactorGate:
    """Middleware: pages lead to enrolment, REST answers 403."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        if has_passed(request, request.user):
            _keep_personas_out(request)
            return None
        if _is_open(request.resolver_match):
            return None
        if request.path.startswith("/api/"):
            return problem(403, "Set up your second factor on the site first.")
        address = reverse("enrol")
        return HttpResponse(headers={"HX-Redirect": address}) if _by_script(request) else redirect(address)


def _keep_personas_out(request: HttpRequest) -> None:
    # A persona is many visitors: its pages of sign-in would show one where another is.
    name = request.resolver_match.view_name if request.resolver_match else ""
    if request.user.persona and request.path.startswith("/accounts/") and name not in LEAVING:  # type: ignore[union-attr]
        raise Http404


def _is_open(match: ResolverMatch | None) -> bool:
    return match is not None and match.view_name in OPEN


def _by_script(request: HttpRequest) -> bool:
    return bool(request.headers.get("HX-Request"))


@never_cache
@login_required
@require_safe
def enrol(request: HttpRequest) -> HttpResponse:
    """The choice between a passkey and an authenticator app."""
    if has_passed(request, request.user):
        return redirect("mfa_index")
    context = {"title": "Set up your second factor", "again": has_second_factor(request.user)}
    return render(request, "account/enrol.html", context)
