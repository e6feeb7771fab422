"""Low-resilience areas under a viewpoint, ranked, each part with its figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from wholetime.insight.engine.resilience import Resilience, added_up, resilience, single_points
from wholetime.insight.engine.resilience_parts import Part, Rules, Score, resilience_rules
from wholetime.insight.queries.areas import ByArea, all_by_area, by_area, peers_by_area, year_to
from wholetime.insight.queries.asking import ask_once, part
from wholetime.insight.queries.kept_answers import Answer, kept_answer
from wholetime.insight.queries.viewpoint import Moment, Viewpoint
from wholetime.kernel.period import Period

ROLES = "roles"
ADDED_UP = "wte"
TURNOVER = "leaver_rate"

type Asking = Callable[[Viewpoint, str, str, Period | None], ByArea]


def low_resilience(view: Viewpoint, level: str) -> tuple[Resilience, ...]:
    """The areas of kind ``level`` (see ``areas.LEVELS``) under ``view``, the least resilient first.

    They are compared with one another and with the rest of England as far as its sources are public.
    """
    rules = resilience_rules()
    held = {one.code: _held(view, one, rules, level) for one in rules.parts}
    scaled = [one for one in rules.parts if one.score is Score.PERCENTILE]
    peers = {one.code: _compared(view, one.figure, level, peers_by_area) for one in scaled}
    areas = sorted({area for figures in held.values() for area in figures})
    return resilience(areas, held, rules, peers, _groups(view, level))


def _held(view: Viewpoint, one: Part, rules: Rules, level: str) -> ByArea:
    if one.figure == ROLES:
        return _single(view, level, rules.roles_at_least)
    if one.figure == ADDED_UP:
        return _wte(view, level)
    return _compared(view, one.figure, level, by_area)


def _wte(view: Viewpoint, level: str) -> ByArea:
    """WTE over every organisation, each by its newest source; by area where that of an organisation is withheld."""
    whole = by_area(view, ADDED_UP, level)
    found = {area: added_up(figures) for area, figures in all_by_area(view, ADDED_UP, level, ("org",)).items()}
    return {area: whole.get(area, figure) if figure.value is None else figure for area, figure in found.items()}


def _compared(view: Viewpoint, name: str, level: str, asking: Asking) -> ByArea:
    return _turnover(view, level, asking) if name == TURNOVER else asking(view, name, level, None)


def _turnover(view: Viewpoint, level: str, asking: Asking) -> ByArea:
    """Over a year where a year can be counted for any area of the viewpoint, else over the latest month."""
    latest = by_area(view, TURNOVER, level)
    if not latest:
        return {}
    year = year_to(max(latest.values(), key=lambda one: one.period.end))
    yearly = by_area(view, TURNOVER, level, year)
    return asking(view, TURNOVER, level, year if yearly else None)


def _single(view: Viewpoint, level: str, roles_at_least: int) -> ByArea:
    found = _single_points(view.moment, replace(view, rights=view.scope), level, roles_at_least)
    return {area: figure for figure in found if (area := part(figure, level)) is not None}


@kept_answer  # made of tens of thousands of figures, one for each organisation and role
def _single_points(moment: Moment, view: Viewpoint, level: str, roles_at_least: int) -> Answer:
    roles = all_by_area(view, "headcount", level, ("org", "role"), ask_once)
    found = (single_points([one for one in figures if part(one, "role")], roles_at_least) for figures in roles.values())
    return tuple(figure for figure in found if figure is not None)


def _groups(view: Viewpoint, level: str) -> dict[str, frozenset[str]]:
    """The staff groups with anybody in post, by area."""
    found = all_by_area(view, ADDED_UP, level, ("staff_group",))
    return {
        area: frozenset(one.scope.group for one in figures if one.scope.group and one.value != 0)
        for area, figures in found.items()
    }
