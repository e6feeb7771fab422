"""Who may open a page: every view names its audience with one of these."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from wholetime.chassis.queries.access import NotInScope, Scope, access_scope


def for_members[**Args](
    view: Callable[Concatenate[HttpRequest, Scope, Args], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Args], HttpResponse]:
    """People who are signed in and belong somewhere; the view gets all that they may see.

    Whatever lies outside, asked for by whom it may be, does not exist: 404.
    """

    @login_required
    @wraps(view)
    def gated(request: HttpRequest, *args: Args.args, **named: Args.kwargs) -> HttpResponse:
        try:
            return view(request, access_scope(request.user), *args, **named)
        except NotInScope as absent:
            raise Http404(str(absent)) from absent

    return gated
