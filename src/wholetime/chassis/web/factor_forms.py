"""The forms of second factors: allauth's, with our words and our budgets."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter as factors
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.cache import cache

from wholetime.chassis.web.budgets import spend_on_code

HINT = "Six digits from your authenticator app, or one of your recovery codes."


class _Budgeted:
    """allauth counts wrong codes by account alone; here a known device has a budget of its own."""

    fields: dict[str, forms.Field]
    user: Any

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["code"].help_text = HINT
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}

    def clean_code(self) -> str:
        spent = spend_on_code(context.request, self.user)
        if not spent:
            raise get_adapter().validation_error("too_many_login_attempts")
        code: str = super().clean_code()  # type: ignore[misc]
        if not _first_use(self.user, code):
            raise factors().validation_error("incorrect_code")
        spent.rollback()
        return code


def _first_use(user: Any, code: str) -> bool:
    """Whether nobody gave ``code`` for ``user`` while it holds: a code works once (RFC 6238, 5.2).

    allauth remembers it for one step of 30 seconds; with a step of tolerance either side it holds for three.
    """
    steps = 2 * app_settings.TOTP_TOLERANCE + 1
    digits = "".join(code.split())
    return cache.add(f"code-given/{user.pk}/{digits}", 1, timeout=steps * app_settings.TOTP_PERIOD)


class CodeForm(_Budgeted, AuthenticateForm):
    pass


class CodeAgainForm(_Budgeted, ReauthenticateForm):
    pass


class PasskeyForm(AddWebAuthnForm):
    """A passkey that signs in by itself: the device checks its owner, so it is two factors in one."""

    field_order = ["name", "passwordless", "credential"]

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["name"].label = "Name of the passkey"
        self.fields["name"].help_text = "So that you know it again, such as “Work phone”."
        self.fields["passwordless"].label = "Sign in with it alone, without a password"
        self.fields["passwordless"].help_text = "Clear this for a security key that cannot check who you are."
        self.fields["passwordless"].initial = True
        self.fields["credential"].label = "Passkey"
        self.fields["credential"].error_messages["required"] = "Use the button: your device then makes the passkey."


class PasskeyNameForm(EditWebAuthnForm):
    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["name"].label = "Name of the passkey"
