"""One figure for each area under a viewpoint, and for the areas of England to compare it with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from wholetime.insight.engine.pension_ages import months_before
from wholetime.insight.queries.asking import FRESH, Answer, Asking, Parts, ask, part, public
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


def all_by_area(
    view: Viewpoint, name: str, level: str, by: Parts, asking: Asking | None = None
) -> dict[str, list[Figure]]:
    """Area code → the newest figure ``name`` of each part ``by`` of the area, up to the viewpoint's month.

    Parts last heard of long before the newest of their area are left out.
    """
    parts = tuple(dict.fromkeys((level, *by, *_sector(view))))
    wanted = parts if view.month is None else (*parts, "period")
    asked = (asking or ask)(view, name, wanted)
    found: dict[str, dict[tuple[str | None, ...], list[Figure]]] = {}
    for figure in up_to(asked, view):
        code = part(figure, level)
        if code is not None:
            found.setdefault(code, {}).setdefault(tuple(part(figure, name) for name in parts), []).append(figure)
    return {code: _lately([best_known(figures) for figures in held.values()]) for code, held in found.items()}


def newest(figures: Iterable[Figure], level: str) -> ByArea:
    """The best known figure of each area; a figure of no area is left out."""
    return {area: figure for (area,), figure in best_by(figures, (level,)).items()}


def best_by(figures: Iterable[Figure], names: tuple[str, ...]) -> dict[tuple[str, ...], Figure]:
    """The best known figure for each combination of the breakdowns ``names``, where all of them are known."""
    found: dict[tuple[str, ...], list[Figure]] = {}
    for figure in figures:
        key = tuple(value for name in names if (value := part(figure, name)) is not None)
        if len(key) == len(names):
            found.setdefault(key, []).append(figure)
    return {key: best_known(held) for key, held in found.items()}


def best_known(figures: Iterable[Figure]) -> Figure:
    """The newest of ``figures`` of one thing from several sources, but not one that few organisations speak for.

    Fewer than half of the organisations of another within two years is few: a sample, or a return half in.
    """
    held = list(figures)
    if len(held) == 1:
        return held[0]
    held = _lately(held)
    most = max(_reported(one) for one in held)
    return max(
        (one for one in held if 2 * _reported(one) >= most), key=lambda one: (one.period.end, one.value is not None)
    )


def _reported(figure: Figure) -> int:
    return figure.coverage.reported if figure.coverage else 0


def _lately(held: list[Figure]) -> list[Figure]:
    last = max(one.period.end for one in held)
    return [one for one in held if one.period.end + FRESH >= last]


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
    parts = tuple(dict.fromkeys((level, *_sector(view))))
    if period is not None or view.month is None:
        return newest(up_to(asking(parts, period), replace(view, month=None)), level)
    return newest(up_to(asking((*parts, "period"), None), view), level)


def _sector(view: Viewpoint) -> Parts:
    return ("sector",) if view.sector else ()
