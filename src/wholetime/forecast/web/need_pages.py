"""The pages of need: what it is worked out from, and ways to work one out."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from wholetime.chassis.api import access_scope
from wholetime.chassis.web.page import Page
from wholetime.forecast.queries.covering import cover_of
from wholetime.forecast.queries.needed import standing_of, wanted_of
from wholetime.forecast.queries.populations import projection_of, projections_of
from wholetime.forecast.queries.registers import may_revise
from wholetime.forecast.queries.viewpoint import Viewpoint
from wholetime.forecast.web.cover_form import CoverForm
from wholetime.forecast.web.presenters.cover import cover_page
from wholetime.forecast.web.presenters.need import need_page
from wholetime.forecast.web.presenters.population import SLUG, population_page
from wholetime.forecast.web.presenters.wisn import wisn_page
from wholetime.forecast.web.wisn_form import WisnForm

SLUGS = ("need", SLUG, "cover", "wisn")


def need_tab(view: Viewpoint, asked: dict[str, str]) -> Page:
    code = view.node.code
    standing = standing_of(access_scope(view.account, code), code)
    return need_page(view, projection_of(code), wanted_of(view.run) if view.run else None, standing)


def population_tab(view: Viewpoint, asked: dict[str, str]) -> Page:
    code = view.node.code
    return population_page(
        view, access_scope(view.account, code), projection_of(code), projections_of(view.account, code)
    )


def cover_tab(view: Viewpoint, asked: dict[str, str]) -> Page:
    form = CoverForm.of(asked)
    found = cover_of(form.asked) if form.is_valid() else None
    return cover_page(view.node.name, found, form.time if found else None, "arrivals" not in asked)


def wisn_tab(view: Viewpoint, asked: dict[str, str]) -> Page:
    form = WisnForm.of(asked)
    return wisn_page(view.node.name, form.found if form.is_valid() else (), "lines" not in asked)


def around(request: HttpRequest, slug: str, view: Viewpoint) -> dict[str, Any]:
    """What stands around these pages: their files, though they need no run, and what may be done there."""
    if slug not in SLUGS:
        return {}
    code = view.node.code
    load = {"text": "Load a projection", "href": reverse("forecast_projection_load", args=[code])}
    actions = [load] if slug == SLUG and may_revise(request.user, code) else []
    if slug == "wisn":
        actions = [{"text": "Take the rows from a file", "href": reverse("forecast_wisn_file", args=[code])}]
    found: dict[str, Any] = {"has_files": slug != "need", "actions": actions}
    if slug == "cover":
        found["form"] = CoverForm.of(request.GET.dict())
    if slug == "wisn":
        found["form"] = WisnForm.of(request.GET.dict())
    return found
