"""Ending sessions on the server: too long unused, too long altogether, or nothing left to do here."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlencode

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wholetime.chassis.engine.session_limits import Limits, why_over
from wholetime.chassis.models import Account
from wholetime.chassis.queries.sign_in import has_left
from wholetime.chassis.web.problems import problem

BEGAN, SEEN = "wholetime.began", "wholetime.seen"
STAMPED_EVERY = 60
"""Seconds: a busy page does not write its session at each request, and idle time is told to the minute."""


def now() -> float:
    """Seconds since the epoch."""
    return time.time()


def begin(request: HttpRequest) -> None:
    """Start the clocks of a session that was just signed in to."""
    request.session[BEGAN] = request.session[SEEN] = now()


def limits() -> Limits:
    return Limits(idle=settings.SESSION_IDLE_MINUTES * 60, absolute=settings.SESSION_HOURS * 3600)


def session_limits(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: no request is served in a session that is over."""

    def limited(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        reason = _why_over(request)
        answer = get_response(request) if reason is None else _ended(request, reason)
        patch_cache_control(answer, private=True, no_store=True)  # screens are shared, and Back must show nothing
        return answer

    return limited


def _why_over(request: HttpRequest) -> str | None:
    at, seen = now(), request.session.get(SEEN)
    reason = why_over(limits(), request.session.get(BEGAN), seen, at)
    if reason is not None or seen is None or at - seen < STAMPED_EVERY:
        return reason
    if isinstance(request.user, Account) and has_left(request.user):
        return "left"
    _stamp(request, at)
    return None


def _stamp(request: HttpRequest, at: float) -> None:
    request.session[SEEN] = at
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())


def _ended(request: HttpRequest, reason: str) -> HttpResponse:
    logout(request)
    if request.path.startswith("/api/"):
        return problem(401, SAID[reason])
    address = f"{reverse('session_ended')}?{urlencode({'why': reason, 'next': _back_to(request)})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def _back_to(request: HttpRequest) -> str:
    return request.get_full_path() if request.method == "GET" and not request.headers.get("HX-Request") else "/"


SAID = {
    "idle": "You were signed out because nothing was done for a while. What you had not sent is not kept.",
    "absolute": "You were signed out because you had been signed in for as long as one sign-in lasts.",
    "left": "You were signed out because your role here has ended. The administrator of your area can give you one.",
}


@never_cache
@require_safe
def session_ended(request: HttpRequest) -> HttpResponse:
    """Why, and the way back in."""
    back = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    context = {
        "title": "You were signed out",
        "said": SAID.get(request.GET.get("why", ""), SAID["idle"]),
        "sign_in": f"{reverse('account_login')}?{urlencode({'next': back})}",
    }
    return render(request, "account/session_ended.html", context)
