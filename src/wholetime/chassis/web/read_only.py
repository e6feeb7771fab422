"""Read-only mode as people and programs meet it: a banner, and 503 with a word why."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wholetime.chassis.actions.read_only import watch_disk
from wholetime.chassis.queries.read_only import COME_BACK, read_only, refusal_in
from wholetime.chassis.web.problems import problem

RETRY_AFTER = 300
"""Seconds: upkeep takes minutes, and a disk is emptied by a person."""

SAFE = ("GET", "HEAD", "OPTIONS")
SIGNING_IN = ("/accounts/", "/personas/")
"""Reading needs signing in; what else these pages change is refused by the database."""


class ReadOnlyMiddleware:
    """Turns writes away before their bodies are read, and answers for the database where it refuses one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE and not request.path.startswith(SIGNING_IN):
            watch_disk()
            closed = read_only()
            if closed is not None:
                return refused(request, f"wholetime is read-only: {closed.reason}. {COME_BACK}")
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        said = refusal_in(fault)
        return None if said is None else refused(request, said)


def refused(request: HttpRequest, said: str) -> HttpResponse:
    """503: a problem for a program, a page for a person."""
    if request.path.startswith("/api/"):
        answer = problem(503, said)
    else:
        answer = render(
            request, "chassis/read_only.html", {"title": "Nothing can be changed now", "lead": said}, status=503
        )
    answer["Retry-After"] = str(RETRY_AFTER)
    return answer
