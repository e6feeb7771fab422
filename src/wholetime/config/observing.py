"""Around every request: its number, its line in the access log, and its place in the counts."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from wholetime.config.counters import REQUESTS, SECONDS
from wholetime.config.logs import request_id, route_of

log = logging.getLogger("wholetime.access")

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""A stranger may send any word as a method: others are counted together."""


def observed(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, the outermost. The number goes back as X-Request-ID, so that whoever asks for help can quote it.

    It is always made here: one that was sent could be anything, a name too.
    """

    def observing(request: HttpRequest) -> HttpResponse:
        number, started = secrets.token_hex(8), time.perf_counter()
        token = request_id.set(number)
        try:
            answer = get_response(request)
            _tell(request, answer.status_code, time.perf_counter() - started)
        finally:
            request_id.reset(token)
        answer["X-Request-ID"] = number
        return answer

    return observing


def _tell(request: HttpRequest, status: int, seconds: float) -> None:
    route = route_of(request)
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(route, method, str(status)).inc()
    SECONDS.labels(route).observe(seconds)
    fields = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
    log.info("answered", extra={"fields": fields | {"account": _account(request)}})


def _account(request: HttpRequest) -> int | None:
    """The number of the account, where it was asked for; the database is not asked for the log's sake."""
    found = getattr(request, "_cached_user", None)
    return getattr(found, "pk", None)
