"""The log: one JSON object a line on standard error, without personal data.

Texts of other programs' messages and of exceptions may hold what somebody typed or sent, so they are not written: of a
message its pattern, of an exception its kind, its codes and where it was raised.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured

LEVELS = ("debug", "info", "warning", "error")
OURS = "wholetime"
PLACES = 12
"""Lines of code named for one exception, the innermost."""

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The number of the request that this thread answers."""


def level_named(default: str) -> str:
    """``WHOLETIME_LOG_LEVEL``; anything but one of LEVELS stops the start."""
    level = os.environ.get("WHOLETIME_LOG_LEVEL", default)
    if level not in LEVELS:
        raise ImproperlyConfigured(f"WHOLETIME_LOG_LEVEL is {level!r}: write one of {', '.join(LEVELS)}")
    return level.upper()


def logging_setting(level: str) -> dict[str, Any]:
    """Django's LOGGING. What is refused (4xx) is in the access log; django.request would tell it twice."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "wholetime.config.logs.Lines"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            OURS: {"level": level},
            "procrastinate.worker": {"level": level},
            "django.request": {"level": "ERROR"},
        },
    }


class Lines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
        }
        if request_id.get():
            line["request"] = request_id.get()
        line |= _more(record)
        if record.exc_info and record.exc_info[1] is not None:
            line["fault"] = fault_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=lambda value: type(value).__name__)


def _event(record: logging.LogRecord) -> str:
    if record.name.split(".")[0] == OURS:
        return record.getMessage()
    if hasattr(record, "request"):
        return "refused" if record.levelno < logging.ERROR else "failed"
    action = getattr(record, "action", None)  # procrastinate: its texts hold the arguments of jobs
    return str(action) if action else str(record.msg)


def _more(record: logging.LogRecord) -> dict[str, Any]:
    more = dict(getattr(record, "fields", {}))
    if hasattr(record, "request"):
        more |= {"route": route_of(record.request), "status": getattr(record, "status_code", None)}
    job = getattr(record, "job", None)
    if isinstance(job, dict):
        more |= {"task": job.get("task_name"), "job": job.get("id")}
    return more


def route_of(request: Any) -> str:
    """The name of the route. Never its address, which may hold the code of an organisation or a person."""
    match = getattr(request, "resolver_match", None)
    if match is not None:
        return str(match.view_name or "unnamed")
    return "static" if str(getattr(request, "path", "")).startswith("/static/") else "unknown"


def fault_of(fault: BaseException) -> dict[str, Any]:
    """Kinds of the exception and of what caused it, codes of the database or the machine, and where it was raised."""
    chain: list[BaseException] = []
    at: BaseException | None = fault
    while at is not None and at not in chain:
        chain.append(at)
        at = at.__cause__ or at.__context__
    frames = traceback.extract_tb(fault.__traceback__)[-PLACES:]
    return {
        "kinds": [type(one).__qualname__ for one in chain],
        "codes": [code for code in map(_code, chain) if code],
        "places": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _code(fault: BaseException) -> str:
    if isinstance(fault, OSError) and fault.errno:
        return errno.errorcode.get(fault.errno, "")
    return str(getattr(fault, "sqlstate", None) or "")
