"""REST under /api/v1/: each room brings its router; errors, sign-in and the description are put together here."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found
from ninja import NinjaAPI
from ninja.security import SessionAuth

from wholetime import __version__
from wholetime.chassis.web import problems
from wholetime.chassis.web.rest import router as organisations
from wholetime.chassis.web.token_auth import ApiToken
from wholetime.config.try_page import TryPage
from wholetime.dataset.web.rest.figures import router as figures
from wholetime.dataset.web.rest.loads import router as loads
from wholetime.dataset.web.rest.quality import router as quality
from wholetime.dataset.web.rest.rights import router as rights
from wholetime.forecast.web.rest import router as forecasts
from wholetime.forecast.web.rest_need import router as need

ABOUT = (
    "Figures of the health and care workforce, each with its unit, period, coverage and sources, for the areas and "
    "organisations that you may see. A program sends the header “Authorization: Bearer wt_…” with a token made under "
    "“Your API tokens”; on the site itself the session cookie is the key, and requests that change something carry the "
    "header X-CSRFToken as well."
)


class WholetimeAPI(NinjaAPI):
    """An API whose description says that errors are problem details."""

    def get_openapi_schema(self, **options: Any) -> Any:
        described = super().get_openapi_schema(**options)
        for operations in described["paths"].values():
            for operation in operations.values():
                _describe_errors(operation["responses"])
        return described


def _describe_errors(responses: dict[Any, dict[str, Any]]) -> None:
    for status, response in responses.items():
        if int(status) >= 400 and "application/json" in response.get("content", {}):
            response["content"] = {problems.PROBLEM: response["content"]["application/json"]}


api = WholetimeAPI(
    title="wholetime",
    version=__version__,
    description=ABOUT,
    docs=TryPage(),
    docs_url="/try",
    auth=[ApiToken(), SessionAuth()],
)
problems.install(api)
api.add_router("/figures", figures)
api.add_router("/organisations", organisations)
api.add_router("/loads", loads)
api.add_router("/quality", quality)
api.add_router("/forecasts", forecasts)
api.add_router("/need", need)
api.add_router("", rights)


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The operations as a page that reads without scripts; the one to try them on is beside it."""
    described = api.get_openapi_schema()
    operations = [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    context = {
        "title": "REST",
        "lead": ABOUT,
        "operations": operations,
        "address": reverse(f"{api.urls_namespace}:openapi-json"),
        "try_address": reverse(f"{api.urls_namespace}:openapi-view"),
    }
    return render(request, "dataset/rest.html", context)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An unknown address, answered in the language of whoever asked."""
    if request.path.startswith("/api/"):
        return problems.problem(404, "There is no such address.")
    return page_not_found(request, exception)
