"""Signing in by e-mail: accounts are made by invitation, never by strangers."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wholetime.chassis.queries.sign_in import has_left
from wholetime.chassis.web.budgets import spend_on_password
from wholetime.chassis.web.mail import send_known
from wholetime.chassis.web.second_factor import asked_by_provider, has_just_passed, has_passed

UNSAID = (
    "account/messages/logged_in.txt",
    "account/messages/logged_out.txt",
    "mfa/messages/recovery_codes_generated.txt",
)
"""What the next page shows anyway."""


class ClosedAdapter(DefaultAccountAdapter):
    """No open sign-up; budgets that lock nobody else out; two factors."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": "Too many tries. Wait five minutes, or sign in where you have signed in before.",
        "email_password_mismatch": "The e-mail address and the password do not go together.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        self._login_failed_rl_usage = spend_on_password(request, str(credentials.get("email", "")))
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def pre_login(self, request: HttpRequest, user: Any, **named: Any) -> HttpResponse | None:
        refused: HttpResponse | None = super().pre_login(request, user, **named)
        if refused is None and (has_left(user) or user.persona):
            return render(request, "account/account_inactive.html", status=403)
        return refused

    def get_login_stages(self) -> list[str]:
        ours = "wholetime.chassis.web.sign_in.SecondFactorStage"
        return [ours if one == "allauth.mfa.stages.AuthenticateStage" else one for one in super().get_login_stages()]

    def is_reauthentication_required(self, *, app: str, **named: Any) -> bool:
        # Who has given one factor only has nothing yet that asking for it again would protect; and nobody is asked
        # twice within minutes, which would make enrolment four steps instead of two.
        reader = self.request.user
        if app == "allauth.mfa" and (not has_passed(self.request, reader) or has_just_passed(self.request, reader)):
            return False
        return bool(super().is_reauthentication_required(app=app, **named))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        send_known(template_prefix, email, context)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **named: Any) -> None:
        if not args or args[0] not in UNSAID:
            super().add_message(request, level, *args, **named)


class SecondFactorStage(AuthenticateStage):
    """allauth's, but not asked of whoever an identity provider has just asked."""

    def _should_handle(self, request: HttpRequest) -> bool:
        user = self.login.user
        if user is not None and asked_by_provider(request, user):
            return False
        return bool(super()._should_handle(request))
