"""Comings and goings in the log: who gave which factor, what failed, what was changed; by number, never by name."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_used
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import Signal

log = logging.getLogger("wholetime.sign_in")

TOLD: tuple[tuple[Signal, int, str], ...] = (
    (user_logged_in, logging.INFO, "signed_in"),
    (authenticator_used, logging.INFO, "second_factor_given"),
    (user_logged_out, logging.INFO, "signed_out"),
    (user_login_failed, logging.WARNING, "first_factor_refused"),
    (authentication_failed, logging.WARNING, "second_factor_refused"),
    (authenticator_added, logging.INFO, "second_factor_added"),
    (authenticator_removed, logging.WARNING, "second_factor_removed"),
    (password_changed, logging.INFO, "password_changed"),
    (password_reset, logging.WARNING, "password_reset"),
)
"""What is told, and how loudly: a flood of warnings is what guessing looks like."""


def connect() -> None:
    """Listen; called once, when the chassis starts."""
    for signal, level, event in TOLD:
        signal.connect(_teller(level, event), weak=False, dispatch_uid=f"wholetime.log.{event}")


def _teller(level: int, event: str) -> Callable[..., None]:
    def tell(user: Any = None, authenticator: Any = None, **_: Any) -> None:
        fields = {"account": getattr(user, "pk", None)}
        if authenticator is not None:
            fields["factor"] = str(authenticator.type)
        log.log(level, event, extra={"fields": fields})

    return tell
