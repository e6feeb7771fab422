"""One figure for each area under a viewpoint, and for the areas of England to compare it with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from wholetime.insight.engine.pension_ages import months_before
from wholetime.insight.queries.asking import FRESH, Answer, Parts, ask, part, public
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.kernel.figure import Figure
from wholetime.kernel.period import Period

LEVELS = ("org", "neighbourhood", "place", "system", "region")
"""Kinds of area that may be compared with one another."""

type ByArea = dict[str, Figure]


def by_area(view: Viewpoint, name: str, level: str, period: Period | None = None) -> ByArea:
    """Area code → the newest figure ``name`` of each area under ``view``, up to its month."""
    return _areas(partial(ask, view, name), view, level, period)


def peers_by_area(view: Viewpoint, name: str, level: str, period: Period | None = None) -> ByArea:
    """The same for England, from public sources alone; nothing where the viewpoint is of invented areas."""
    return {} if view.node.synthetic else _areas(partial(public, view, name), view, level, period)


def newest(figures: Iterable[Figure], level: str) -> ByArea:
    """The figure with the latest period of each area; a figure of no area is left out."""
    found: ByArea = {}
    for figure in sorted(figures, key=lambda one: (one.period.end, one.value is not None)):
        code = part(figure, level)
        if code is not None:
            found[code] = figure
    return found


def year_to(figure: Figure) -> Period:
    """The twelve months up to the end of ``figure``'s period."""
    return Period(months_before(figure.period.end + timedelta(days=1), 12), figure.period.end)


def up_to(figures: Iterable[Figure], view: Viewpoint) -> list[Figure]:
    """Those of the viewpoint's sector whose period ended by its month, and not long before it."""
    kept = [one for one in figures if view.sector is None or part(one, "sector") == view.sector]
    month = view.month
    return kept if month is None else [one for one in kept if one.period.end <= month.end <= one.period.end + FRESH]


def _areas(
    asking: Callable[[Parts, Period | None], Answer], view: Viewpoint, level: str, period: Period | None
) -> ByArea:
    parts = (level, "sector") if view.sector else (level,)
    if period is not None or view.month is None:
        return newest(up_to(asking(parts, period), replace(view, month=None)), level)
    return newest(up_to(asking((*parts, "period"), None), view), level)
