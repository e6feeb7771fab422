"""The pages of an area, in the order of their tabs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from wholetime.chassis.web.page import Page
from wholetime.forecast.queries.viewpoint import Viewpoint
from wholetime.forecast.web.presenters.closing import closing_page
from wholetime.forecast.web.presenters.overview import nothing_yet, overview_page

type Asked = dict[str, str]


@dataclass(frozen=True, slots=True)
class Tab:
    """One page: its name in the address, its name on the tab, and what makes it."""

    slug: str
    title: str
    build: Callable[[Viewpoint, Asked], Page]


def _overview(view: Viewpoint, asked: Asked) -> Page:
    if view.run is None:
        return nothing_yet(view, "overview", reverse("forecast_new", args=[view.node.code]))
    return overview_page(view, view.run)


def _close(view: Viewpoint, asked: Asked) -> Page:
    if view.run is None:
        return nothing_yet(view, "close", reverse("forecast_new", args=[view.node.code]))
    return closing_page(view, view.run, asked)


TABS = (Tab("overview", "Overview", _overview), Tab("close", "Close the gap", _close))
"""The first is the page of an area itself."""


def tab(slug: str) -> Tab | None:
    return next((one for one in TABS if one.slug == slug), None)
