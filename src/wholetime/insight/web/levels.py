"""Which kinds of area below this one a page may list."""

from __future__ import annotations

from wholetime.chassis.api import KINDS
from wholetime.chassis.web.page import Filter
from wholetime.insight.queries.viewpoint import WIDEST, Viewpoint

COLUMNS = {"organisation": "org"}
TITLES = {
    "region": "Regions",
    "system": "Systems",
    "place": "Places",
    "neighbourhood": "Neighbourhoods",
    "org": "Organisations",
}


def levels_below(view: Viewpoint) -> tuple[str, ...]:
    """From the next kind down to organisations, of a wide area to places; an organisation is its own."""
    last = "place" if view.node.kind in WIDEST else "organisation"
    below = KINDS[KINDS.index(view.node.kind) + 1 : KINDS.index(last) + 1]
    return tuple(COLUMNS.get(kind, kind) for kind in below) or ("org",)


def level_filter(offered: tuple[str, ...], chosen: str) -> Filter:
    return Filter("level", "Compare", tuple((level, TITLES[level]) for level in offered), chosen)


def level_asked(offered: tuple[str, ...], asked: str, first: str) -> str:
    """What was asked for, or ``first``, where they are offered; else the first offered."""
    return next((level for level in (asked, first) if level in offered), offered[0])
