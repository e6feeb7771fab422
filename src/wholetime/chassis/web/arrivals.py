"""What happens when somebody arrives: clocks start, the device is remembered, the second factor is written down."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save
from django.http import HttpRequest

from wholetime.chassis.queries.sign_in import FACTORS
from wholetime.chassis.web.device import recognise
from wholetime.chassis.web.second_factor import has_passed, pass_with
from wholetime.chassis.web.session_limits import begin


def connect() -> None:
    """Listen; called once, when the chassis starts."""
    user_logged_in.connect(_arrived, dispatch_uid="wholetime.arrived")
    authenticator_used.connect(_used, dispatch_uid="wholetime.used")
    post_save.connect(_added, sender=Authenticator, dispatch_uid="wholetime.added")


def _arrived(request: HttpRequest, user: Any, **_: Any) -> None:
    begin(request)
    if "REMOTE_ADDR" in request.META:  # a test's sign-in comes from nowhere
        UserSession.objects.create_from_request(request)
    if has_passed(request, user):
        recognise(request, user.email)


def _used(request: HttpRequest, user: Any, authenticator: Authenticator, **_: Any) -> None:
    pass_with(request, user, str(authenticator.type))


def _added(instance: Authenticator, created: bool, **_: Any) -> None:
    # Within the transaction, not after it as allauth's own signal: the session is saved with the same answer.
    request = context.request
    if created and instance.type in FACTORS and request is not None and request.user.pk == instance.user_id:
        pass_with(request, request.user, str(instance.type))
        recognise(request, request.user.email)
