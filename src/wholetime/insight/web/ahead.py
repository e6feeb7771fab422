"""Pages drawn before anybody opens them."""

from __future__ import annotations

from wholetime.chassis.web.drawings import drawn
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.insight.web.pages import TABS, page_of


def draw_pages(view: Viewpoint) -> None:
    """Have the charts of every page of ``view``, without choices, drawn and kept for all processes."""
    for tab in TABS:
        for chart in page_of(view, tab, {}).charts():
            drawn(chart)
