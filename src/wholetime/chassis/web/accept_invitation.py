"""Accepting an invitation: the link, and the page behind it."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth import logout, password_validation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wholetime.chassis.actions.accounts import AccountRefused
from wholetime.chassis.actions.invitations import accept, is_new
from wholetime.chassis.models import Account, Invitation
from wholetime.chassis.queries.invitations import account_for, offered
from wholetime.chassis.web.invitation_link import secret_in

HELD = "wholetime.invitation"
PASSKEY, PASSWORD = "passkey", "password"


class WelcomeForm(forms.Form):
    """Who the person is, and how they will sign in."""

    name = forms.CharField(label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    way = forms.ChoiceField(
        label="How you will sign in",
        choices=[
            (PASSKEY, "With a passkey: this device, your phone or a security key checks that it is you"),
            (PASSWORD, "With a password, and codes from an authenticator app"),
        ],
        initial=PASSKEY,
        widget=forms.RadioSelect,
    )
    password = forms.CharField(
        label="Password",
        required=False,
        strip=False,
        help_text="Only with the second choice. At least 12 characters: three words without a link do well.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, email: str, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.email = email

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if asked.get("way") == PASSWORD:
            self._check(asked.get("password", ""), asked.get("name", ""))
        return asked

    def _check(self, password: str, name: str) -> None:
        if not password:
            self.add_error("password", "Choose a password, or sign in with a passkey.")
            return
        try:
            password_validation.validate_password(password, Account(email=self.email, name=name))
        except forms.ValidationError as problem:
            self.add_error("password", problem)


@never_cache
@require_safe
def open_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the secret in the session and go on: the address bar, and what others log of it, soon holds none."""
    secret = secret_in(token)
    if secret is None or offered(secret) is None:
        return _worthless(request)
    request.session[HELD] = secret
    return redirect("accept_invitation")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest) -> HttpResponse:
    refused = ratelimit.consume_or_429(request, app="allauth.account", action="accept_invitation")
    if refused is not None:
        return refused
    invitation = offered(request.session.get(HELD, ""))
    if invitation is None:
        return _worthless(request)
    try:
        new = is_new(account_for(invitation.email))
        return _welcome(request, invitation) if new else _welcome_back(request, invitation)
    except AccountRefused:
        return _worthless(request)


def _welcome(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = WelcomeForm(invitation.email, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, invitation, form)
    account = accept(invitation, form.cleaned_data["name"])
    by_passkey = form.cleaned_data["way"] == PASSKEY
    if not by_passkey:
        account.set_password(form.cleaned_data["password"])
    account.name = form.cleaned_data["name"].strip()
    account.save()
    logout(request)  # whoever else was signed in here; it drops the used link as well
    record_authentication(request, account, method="invitation")
    way = reverse("mfa_add_webauthn" if by_passkey else "mfa_activate_totp")
    return perform_login(request, Login(user=account, redirect_url=way))


def _welcome_back(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    # A link must not open an account that its owner already holds the keys of: it only adds the role.
    if request.method != "POST":
        return _page(request, invitation, None)
    account = accept(invitation, "")
    request.session.pop(HELD, None)
    messages.success(request, f"You have accepted: {invitation.node.name}.")
    if request.user == account:
        return redirect("start")
    logout(request)
    return redirect("account_login")


def _page(request: HttpRequest, invitation: Invitation, form: WelcomeForm | None) -> HttpResponse:
    context = {
        "title": "You are invited",
        "invitation": invitation,
        "role": invitation.get_role_display().lower(),
        "made_by": invitation.invited_by.name if invitation.invited_by else None,
        "form": form,
        "failed": form is not None and form.is_bound,
    }
    return render(request, "account/invitation.html", context)


def _worthless(request: HttpRequest) -> HttpResponse:
    request.session.pop(HELD, None)
    return render(request, "account/invitation_over.html", status=404)
