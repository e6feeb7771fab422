"""One request that only reads is one moment: it asks who may see what, and how the tree stands, once."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from wholetime.chassis.queries.moment import one_moment

READING = ("GET", "HEAD")


def moment_of_reading(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. A page of the shape of the workforce asked 28 times, and asks 7 times."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in READING:
            return get_response(request)
        with one_moment():
            return get_response(request)

    return answer
