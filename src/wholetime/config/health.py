"""Whether the site is alive, and whether it can serve: for load balancers and whoever starts processes.

Both answer anybody, and say nothing but ok or not ok; `wholetime health` says why.
"""

from __future__ import annotations

import threading
import time

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wholetime.chassis.postgres.reach import as_operator
from wholetime.config.checks.finding import failed
from wholetime.config.checks.lists import can_serve

KEPT = 5
"""Seconds for which an answer stands: however often strangers ask, the database is asked this often."""


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return _said(True)


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """It has a database that is up to date, and the lake's files."""
    return _said(_kept.asked())


def _said(well: bool) -> HttpResponse:
    return HttpResponse(
        "ok\n" if well else "not ok\n", status=200 if well else 503, content_type="text/plain; charset=utf-8"
    )


class _Kept:
    """The last answer of this process, and when it was given."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until, self._well = 0.0, False

    def asked(self) -> bool:
        with self._lock:
            if time.monotonic() >= self._until:
                with as_operator():  # of the whole installation; the answer is a yes or no
                    self._well = not failed(can_serve())
                self._until = time.monotonic() + KEPT
            return self._well

    def forget(self) -> None:
        self._until = 0.0


_kept = _Kept()
forget = _kept.forget
