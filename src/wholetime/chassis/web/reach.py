"""Each request asks the database as whoever sent it, and as nobody before that is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from wholetime.chassis.postgres.reach import NOTHING, act, acting, carried, current
from wholetime.chassis.queries.reach import reach_of


def within_reach(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: after the one that knows the session's account."""

    def reaching(request: HttpRequest) -> HttpResponse:
        with acting(NOTHING):
            account = getattr(request, "user", None)
            act(reach_of(account if account is not None and account.is_authenticated else None))
            answer = get_response(request)
            if isinstance(answer, StreamingHttpResponse) and not answer.is_async:
                answer.streaming_content = carried(answer.streaming_content, current())
            return answer

    return reaching


def connect() -> None:
    """Listen; called once, when the chassis starts."""
    user_logged_in.connect(_arrived, dispatch_uid="wholetime.reach.arrived")
    user_logged_out.connect(_left, dispatch_uid="wholetime.reach.left")


def _arrived(request: HttpRequest, user: Any, **_: Any) -> None:
    if _in_a_request():
        act(reach_of(user))


def _left(request: HttpRequest, **_: Any) -> None:
    if _in_a_request():
        act(NOTHING)


def _in_a_request() -> bool:
    """A test's sign-in is not one: it goes on as whoever it was."""
    return not current().everything
