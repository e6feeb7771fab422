"""Removing a passkey: never the last second factor."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import remove_webauthn
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from wholetime.chassis.queries.sign_in import is_last_factor


@login_required
def keep_one_passkey(request: HttpRequest, pk: int) -> HttpResponseBase:
    """allauth's page, which does not ask whether another factor is left."""
    own = get_object_or_404(Authenticator, pk=pk, user=request.user, type=Authenticator.Type.WEBAUTHN)
    if is_last_factor(own):
        messages.error(request, "This is your only second factor. Add another before you remove it.")
        return redirect("mfa_index")
    found: HttpResponseBase = remove_webauthn(request, pk=pk)
    return found
