"""How often a door may be tried. The amounts are in the settings (ACCOUNT_RATE_LIMITS)."""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest

from wholetime.chassis.web.device import device_of


def spend_on_password(request: HttpRequest, email: str) -> Any:
    """One try at the password of ``email``; falsy when there are none left, else a thing with ``rollback()``.

    A device known to ``email`` has a budget of its own. Strangers have one for this address from where they are, and
    one for where they are. Nothing is counted by the address alone: that would let anybody lock its owner out. The
    answer does not depend on whether there is such an account.
    """
    device = device_of(request, email)
    if device is not None:
        return _spend(request, "sign_in_device", f"password:{device}")
    return _spend(request, "sign_in_stranger", f"{email.strip().lower()}@{ratelimit.get_ip(request)}")


def spend_on_code(request: HttpRequest, account: Any) -> Any:
    """One try at a code of ``account``, whose password was right; as above.

    Here strangers share one budget wherever they are: who gets this far holds the password already, and a code has
    only six digits. A known device has its own, so its owner gets in.
    """
    device = device_of(request, account.email)
    if device is not None:
        return _spend(request, "sign_in_device", f"code:{device}")
    return _spend(request, "second_factor", str(account.pk))


def spend_on_reset_mail(request: HttpRequest, email: str) -> bool:
    """Whether one more reset link may be sent to ``email``; the page says the same either way."""
    return bool(_spend(request, "reset_mail", email.strip().lower()))


def spend_on_bad_token(request: HttpRequest) -> bool:
    """Whether one more API token may have been wrong from where the request comes; a good one is not counted."""
    return bool(_spend(request, "bad_token", "token"))


def _spend(request: HttpRequest, action: str, key: str) -> Any:
    return ratelimit.consume(request, app="allauth.account", action=action, key=key, limit_get=True)
