"""The pages of an area, in the order of their tabs: each asks its query and hands the answer to its presenter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wholetime.insight.queries.shape import shape
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.insight.web.addresses import address
from wholetime.insight.web.page import Page
from wholetime.insight.web.presenters.shape import shape_page

type Asked = dict[str, str]
type Builder = Callable[[Viewpoint, Asked], Page]


@dataclass(frozen=True, slots=True)
class Tab:
    """One page: its name in the address, its name on the tab, and what makes it."""

    slug: str
    title: str
    build: Builder


def _shape(view: Viewpoint, asked: Asked) -> Page:
    return shape_page(view, shape(view), address)


TABS = (Tab("shape", "Shape", _shape),)
"""The first is the page of an area itself."""


def tab(slug: str) -> Tab | None:
    return next((one for one in TABS if one.slug == slug), None)
