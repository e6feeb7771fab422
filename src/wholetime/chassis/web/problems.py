"""What REST says when it cannot answer: problem details (RFC 9457), one form for every error."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from inspect import isclass
from typing import Any, get_type_hints

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel

from wholetime.chassis.queries.access import NotInScope

PROBLEM = "application/problem+json"


class Problem(Schema):
    """Why a request was not answered. ``errors`` name the parts of the request at fault, where they are known."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[dict[str, Any]] | None = None


ERRORS: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem}
"""The errors that every operation may answer with."""


def problem(status: int, detail: str, errors: list[dict[str, Any]] | None = None) -> HttpResponse:
    found = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, errors=errors)
    answer = HttpResponse(json.dumps(found.model_dump(exclude_none=True)), status=status, content_type=PROBLEM)
    if status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = "Bearer, Cookie"  # RFC 9110: a 401 says how one may prove who one is
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        answer["Retry-After"] = "300"
    return answer


def only_known_questions[Answer](operation: Callable[..., Answer]) -> Callable[..., Answer]:
    """Refuse query parameters that ``operation`` does not have: a slip such as ``perod=`` must not go unsaid."""
    known: set[str] = set()
    for name, hint in get_type_hints(operation).items():
        known |= set(hint.model_fields) if isclass(hint) and issubclass(hint, BaseModel) else {name}

    @wraps(operation)
    def asked(request: HttpRequest, *args: Any, **named: Any) -> Answer:
        unknown = sorted(set(request.GET) - known)
        if unknown:
            raise HttpError(422, f"There is no parameter called {', '.join(map(repr, unknown))}.")
        return operation(request, *args, **named)

    return asked


def install(api: NinjaAPI) -> None:
    """Answer every error of ``api`` as a problem, and let no unknown parameter pass unsaid."""
    api.add_decorator(only_known_questions)
    api.add_exception_handler(NotInScope, lambda request, fault: problem(404, str(fault)))
    api.add_exception_handler(Http404, lambda request, fault: problem(404, "There is nothing here that you may see."))
    api.add_exception_handler(PermissionDenied, lambda request, fault: problem(403, str(fault)))
    api.add_exception_handler(AuthenticationError, lambda request, fault: problem(401, "Sign in first."))
    api.add_exception_handler(HttpError, _http_error)
    api.add_exception_handler(ValidationError, _invalid)


def _http_error(request: HttpRequest, fault: HttpError | type[HttpError]) -> HttpResponse:
    assert isinstance(fault, HttpError)
    return problem(fault.status_code, str(fault))


def _invalid(request: HttpRequest, fault: ValidationError | type[ValidationError]) -> HttpResponse:
    assert isinstance(fault, ValidationError)
    errors = [{"at": [str(part) for part in one["loc"]], "message": one["msg"]} for one in fault.errors]
    said = "; ".join(f"{one['at'][-1]}: {one['message']}" for one in errors)
    return problem(422, said or "The request cannot be understood.", errors)
