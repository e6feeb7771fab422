"""The forms of passwords. A reset link is asked for alike for every address, and floods nobody's mail."""

from __future__ import annotations

from typing import Any

from allauth.account import forms
from django.http import HttpRequest

from wholetime.chassis.web.budgets import spend_on_reset_mail


class LoginForm(forms.LoginForm):
    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["login"].label = "E-mail address"


class ResetPasswordForm(forms.ResetPasswordForm):
    """Over its budget an address gets no more mail; the links that it has go on working."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["email"].label = "E-mail address"

    def save(self, request: HttpRequest, **named: Any) -> str:
        email: str = self.cleaned_data["email"]
        return str(super().save(request, **named)) if spend_on_reset_mail(request, email) else email
