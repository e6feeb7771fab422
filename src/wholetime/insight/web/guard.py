"""Every view of the room passes here: signed in, and within one's rights; else as if nothing were there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from wholetime.chassis.api import NotInScope

type View = Callable[..., HttpResponse]


def within_rights(view: View) -> View:
    """``view`` for those signed in; NotInScope becomes Not Found."""

    @wraps(view)
    def guarded(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *given, **named)
        except NotInScope as refusal:
            raise Http404 from refusal

    checked: View = login_required(guarded)
    return checked
