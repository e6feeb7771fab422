"""Who may send files and returns, and whose area it is to administer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from wholetime.chassis.api import Scope
from wholetime.chassis.queries.invitations import administered
from wholetime.chassis.web.gate import for_members
from wholetime.dataset.actions.upload import Sender
from wholetime.dataset.queries.permits import LOADING, RETURNING, loading_permit, loading_scope


def sender_of(request: HttpRequest, roles: frozenset[str] = LOADING) -> Sender:
    """Who is at the other end and for whom they may send. Raises PermissionDenied."""
    permit = loading_permit(request.user, roles)
    if permit is None:
        raise PermissionDenied("Files are loaded by information leads, planners and administrators.")
    return Sender(request.user, permit)  # type: ignore[arg-type]  # a permit is given to accounts only


def areas_administered(request: HttpRequest, refusal: str) -> tuple[str, ...]:
    """The areas that whoever asks administers. Raises PermissionDenied, in the words of ``refusal``, without any."""
    roots = administered(request.user)
    if not roots:
        raise PermissionDenied(refusal)
    return roots


def may_load(request: HttpRequest) -> bool:
    return bool(loading_scope(request.user).roots)


def for_loaders[**Args](
    view: Callable[Concatenate[HttpRequest, Sender, Args], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Args], HttpResponse]:
    """Information leads, planners and administrators; the view gets who they are and for whom they may send."""

    @for_members
    @wraps(view)
    def gated(request: HttpRequest, _: Scope, *args: Args.args, **named: Args.kwargs) -> HttpResponse:
        return view(request, sender_of(request), *args, **named)

    return gated


def for_returners[**Args](
    view: Callable[Concatenate[HttpRequest, Scope, Args], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Args], HttpResponse]:
    """Loaders, and managers of practices and homes; the view gets the part of the tree they may send returns for."""

    @for_members
    @wraps(view)
    def gated(request: HttpRequest, _: Scope, *args: Args.args, **named: Args.kwargs) -> HttpResponse:
        scope = loading_scope(request.user, RETURNING)
        if not scope.roots:
            raise PermissionDenied("Returns are sent by managers, information leads, planners and administrators.")
        return view(request, scope, *args, **named)

    return gated
