"""Inviting people, for administrators: the list, the form, sending again, withdrawing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from wholetime.chassis.actions.accounts import AccountRefused
from wholetime.chassis.actions.invitations import invite_again, invite_by_mail, withdraw
from wholetime.chassis.models import Account, Invitation
from wholetime.chassis.queries.access import NotInScope
from wholetime.chassis.queries.invitations import administered, invitations_of
from wholetime.chassis.web.invitation_form import InvitationForm
from wholetime.chassis.web.invitation_link import link_of
from wholetime.chassis.web.mail import send_known

log = logging.getLogger(__name__)


def may_invite(request: HttpRequest) -> bool:
    """Whether the navigation shows these pages."""
    return bool(administered(request.user))


def for_administrators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever administers nothing is told that there is nothing here."""

    @login_required
    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        if not may_invite(request):
            raise Http404
        try:
            return view(request, *args, **named)
        except NotInScope as absent:
            raise Http404(str(absent)) from absent

    return gated


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    form = InvitationForm(request.user, request.POST or None)
    if request.method == "POST" and settings.SENDS_MAIL and form.is_valid():
        refused = ratelimit.consume_or_429(request, app="allauth.account", action="invite", user=request.user)
        return refused or _invite(request, form.cleaned_data)
    context = {
        "title": "People",
        "lead": "Invite people to your area. A link comes to them by e-mail, and works once.",
        "form": form,
        "failed": form.is_bound,
        "invitations": invitations_of(request.user),
        "hours": settings.INVITATION_HOURS,
        "sends_mail": settings.SENDS_MAIL,
    }
    return render(request, "chassis/invitations.html", context)


def _invite(request: HttpRequest, asked: dict[str, Any]) -> HttpResponse:
    made = invite_by_mail(_reader(request), asked["email"], asked["place"], asked["role"])
    return _sent(request, *made)


@for_administrators
@require_POST
def send_again(request: HttpRequest, number: int) -> HttpResponse:
    try:
        made = invite_again(_reader(request), number)
    except AccountRefused as problem:
        messages.error(request, f"Not sent: {problem}.")
        return redirect("invitations")
    return _sent(request, *made)


@for_administrators
@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    try:
        invitation = withdraw(_reader(request), number)
    except AccountRefused as problem:
        messages.error(request, f"Not withdrawn: {problem}.")
    else:
        messages.success(request, f"The invitation of {invitation.email} is withdrawn.")
    return redirect("invitations")


def _sent(request: HttpRequest, invitation: Invitation, secret: str) -> HttpResponse:
    # The link is never shown here: whoever invites would hold it, and could accept in the other's name.
    try:
        send_invitation(invitation, request.build_absolute_uri(link_of(secret)))
    except OSError as problem:  # SMTPException is one; its text may hold the address, so only its kind is logged
        log.error("Invitation %s could not be sent: %s", invitation.pk, type(problem).__name__)
        messages.error(request, "The invitation is made, but the mail could not be sent. Send it again later.")
    else:
        messages.success(request, f"An invitation is on its way to {invitation.email}.")
    return redirect("invitations")


def send_invitation(invitation: Invitation, address: str) -> None:
    """Mail the link."""
    values = {
        "place": invitation.node.name,
        "role": invitation.get_role_display().lower(),
        "hours": settings.INVITATION_HOURS,
        "address": address,
    }
    send_known("invitation", invitation.email, values)


def _reader(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)
    return request.user
