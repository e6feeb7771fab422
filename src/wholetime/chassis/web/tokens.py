"""Your API tokens: make one, see what became of each, withdraw."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wholetime.chassis.actions.tokens import make_token, withdraw_token
from wholetime.chassis.models import Account
from wholetime.chassis.queries.access import NotInScope
from wholetime.chassis.queries.tokens import tokens_of
from wholetime.chassis.web.second_factor import has_just_passed, has_passed
from wholetime.chassis.web.token_form import TokenForm


def not_just_now(request: HttpRequest) -> bool:
    """A token outlives the session: a borrowed screen must not be enough to make one."""
    return not has_just_passed(request, request.user)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True, enabled=not_just_now)
def tokens(request: HttpRequest) -> HttpResponse:
    form, secret = TokenForm(request.user, request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        refused = ratelimit.consume_or_429(request, app="allauth.account", action="make_token", user=request.user)
        if refused:
            return refused
        _, secret = make_token(_reader(request), **form.cleaned_data)
        form = TokenForm(request.user)
    context = {
        "title": "Your API tokens",
        "lead": "Keys with which a program of yours asks in your name.",
        "form": form,
        "failed": form.is_bound,
        "secret": secret,
        "tokens": tokens_of(_reader(request)),
    }
    return render(request, "account/tokens.html", context)


@never_cache
@login_required
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """No proof is asked again: to close a door must be easy."""
    try:
        token = withdraw_token(number, _reader(request))
    except NotInScope as absent:
        raise Http404(str(absent)) from absent
    messages.success(request, f"The token “{token.name}” is withdrawn.")
    return redirect("api_tokens")


def _reader(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)
    if not has_passed(request, request.user):
        raise PermissionDenied  # the gate said so before; whoever moves it finds this
    return request.user
