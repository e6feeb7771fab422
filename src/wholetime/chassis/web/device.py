"""Knowing a device again: a signed cookie that gives whoever signed in here before a budget of their own.

After OWASP, "Slow Down Online Guessing Attacks with Device Cookies": whoever hammers an address from elsewhere spends
the strangers' budget and never that of the devices on which its owner has signed in.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "wholetime_device"
SALT = "wholetime.chassis.device"
PEOPLE = 20
"""How many people one device remembers: the computer of a ward has many."""


def device_of(request: HttpRequest, email: str) -> str | None:
    """The name of this device, where ``email`` has signed in on it before; None for a stranger."""
    return _held(request).get(_person(email))


def recognise(request: HttpRequest, email: str) -> None:
    """``email`` has signed in here: the answer to ``request`` will carry a cookie that says so."""
    request.META["wholetime.device"] = email


def remember_device(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that sets the cookie after a sign-in."""

    def remembered(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        email = request.META.get("wholetime.device")
        if email:
            _set(response, _with(request, str(email)))
        return response

    return remembered


def _with(request: HttpRequest, email: str) -> dict[str, str]:
    held = _held(request)
    name = held.pop(_person(email), None) or secrets.token_urlsafe(16)
    newest = list(held.items())[-(PEOPLE - 1) :]
    return {**dict(newest), _person(email): name}


def _held(request: HttpRequest) -> dict[str, str]:
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=settings.DEVICE_DAYS * 24 * 60 * 60)
    except signing.BadSignature:
        return {}
    return dict(found)


def _person(email: str) -> str:
    # Keyed, so that the cookie names nobody, and the address need not exist to be looked up.
    return salted_hmac(SALT, email.strip().lower(), algorithm="sha256").hexdigest()[:24]


def _set(response: HttpResponse, held: dict[str, str]) -> None:
    response.set_cookie(
        COOKIE,
        signing.dumps(held, salt=SALT, compress=True),
        max_age=settings.DEVICE_DAYS * 24 * 60 * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
        path="/accounts/",
    )
