"""Low-resilience areas under a viewpoint, ranked, each part with its figure."""

from __future__ import annotations

from collections.abc import Callable

from wholetime.insight.engine.resilience import Resilience, resilience, single_points
from wholetime.insight.engine.resilience_parts import Rules, resilience_rules
from wholetime.insight.queries.areas import ByArea, by_area, peers_by_area, year_to
from wholetime.insight.queries.asking import ask, part
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.kernel.figure import Figure
from wholetime.kernel.period import Period

ROLES = "roles"
TURNOVER = "leaver_rate"

type Asking = Callable[[Viewpoint, str, str, Period | None], ByArea]


def low_resilience(view: Viewpoint, level: str) -> tuple[Resilience, ...]:
    """The areas of kind ``level`` (see ``areas.LEVELS``) under ``view``, the least resilient first.

    They are compared with one another and with the rest of England as far as its sources are public.
    """
    rules = resilience_rules()
    held = {one.code: _held(view, one.figure, level, by_area) for one in rules.parts}
    peers = {one.code: _held(view, one.figure, level, peers_by_area) for one in rules.parts if one.figure != ROLES}
    areas = sorted({area for figures in held.values() for area in figures})
    return resilience(areas, held, rules, peers, view.group)


def rules() -> Rules:
    """How the index is made, to be shown beside it."""
    return resilience_rules()


def _held(view: Viewpoint, name: str, level: str, asking: Asking) -> ByArea:
    if name == ROLES:
        return _single(view, level)
    if name == TURNOVER:
        return _turnover(view, level, asking)
    return asking(view, name, level, None)


def _turnover(view: Viewpoint, level: str, asking: Asking) -> ByArea:
    """Over a year where a year can be counted for any area of the viewpoint, else over the latest month."""
    latest = by_area(view, TURNOVER, level)
    if not latest:
        return {}
    year = year_to(max(latest.values(), key=lambda one: one.period.end))
    yearly = by_area(view, TURNOVER, level, year)
    return asking(view, TURNOVER, level, year if yearly else None)


def _single(view: Viewpoint, level: str) -> ByArea:
    roles: dict[str, list[Figure]] = {}
    for figure in ask(view, "headcount", (level, "role")):
        area = part(figure, level)
        if area is not None and part(figure, "role") is not None:
            roles.setdefault(area, []).append(figure)
    found = {area: single_points(figures) for area, figures in roles.items()}
    return {area: figure for area, figure in found.items() if figure is not None}
