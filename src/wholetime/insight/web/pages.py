"""The pages of an area, in the order of their tabs: each asks its query and hands the answer to its presenter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from wholetime.chassis.api import nodes
from wholetime.chassis.web.page import Page
from wholetime.insight.engine.resilience_parts import resilience_rules
from wholetime.insight.queries.baseline import baseline, dimensions
from wholetime.insight.queries.compare import MOST, compare
from wholetime.insight.queries.locality import locality
from wholetime.insight.queries.names import names_of, names_of_codes
from wholetime.insight.queries.neighbourhoods import neighbourhood_teams
from wholetime.insight.queries.people import people
from wholetime.insight.queries.reach import reach
from wholetime.insight.queries.resilience import low_resilience
from wholetime.insight.queries.retirement import retirement
from wholetime.insight.queries.shape import shape
from wholetime.insight.queries.sickness import sickness
from wholetime.insight.queries.skills import skills
from wholetime.insight.queries.then_and_now import then_and_now
from wholetime.insight.queries.trend import choices, trend
from wholetime.insight.queries.turnover import turnover
from wholetime.insight.queries.viewpoint import WIDEST, Viewpoint
from wholetime.insight.web.addresses import address
from wholetime.insight.web.levels import level_asked, level_filter, levels_below
from wholetime.insight.web.presenters.baseline import baseline_page
from wholetime.insight.web.presenters.compare import compare_page
from wholetime.insight.web.presenters.locality import locality_page
from wholetime.insight.web.presenters.neighbourhoods import neighbourhoods_page
from wholetime.insight.web.presenters.people import people_page
from wholetime.insight.web.presenters.reach import reach_page
from wholetime.insight.web.presenters.resilience import resilience_page
from wholetime.insight.web.presenters.shape import shape_page
from wholetime.insight.web.presenters.sickness import sickness_page
from wholetime.insight.web.presenters.skills import skills_page
from wholetime.insight.web.presenters.then_and_now import then_and_now_page
from wholetime.insight.web.presenters.trend import trend_page
from wholetime.insight.web.presenters.turnover import turnover_page

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


def _baseline(view: Viewpoint, asked: Asked) -> Page:
    offered = dimensions(view)
    chosen = asked.get("by", "")
    facts = baseline(view, chosen if chosen in offered else offered[0])
    names = names_of((*facts.wte, *facts.headcount), "org") if facts.dimension == "org" else {}
    return baseline_page(view, facts, offered, names)


def _trend(view: Viewpoint, asked: Asked) -> Page:
    return trend_page(view, trend(view, asked.get("figure", "")), choices())


def _people(view: Viewpoint, asked: Asked) -> Page:
    return people_page(view, people(view), retirement(view))


def _turnover(view: Viewpoint, asked: Asked) -> Page:
    return turnover_page(view, turnover(view), address)


def _sickness(view: Viewpoint, asked: Asked) -> Page:
    return sickness_page(view, sickness(view), address)


def _reach(view: Viewpoint, asked: Asked) -> Page:
    return reach_page(view, reach(view))


def _map(view: Viewpoint, asked: Asked) -> Page:
    facts = locality(view, asked.get("figure", ""))
    return locality_page(view, facts, names_of(facts.figures, "place"), address)


def _compare(view: Viewpoint, asked: Asked) -> Page:
    codes = [asked.get(f"with{number}", "") for number in range(1, MOST)]
    return compare_page(view, compare(view, codes), address)


def _resilience(view: Viewpoint, asked: Asked) -> Page:
    offered = levels_below(view)
    level = level_asked(offered, asked.get("level", ""), "place")
    found = low_resilience(view, level)
    names = names_of_codes((one.area for one in found), level)
    return resilience_page(view, found, resilience_rules(), names, level_filter(offered, level), address)


def _skills(view: Viewpoint, asked: Asked) -> Page:
    offered = levels_below(view)
    level = level_asked(offered, asked.get("level", ""), "neighbourhood")
    gaps = skills(view, level)
    names = names_of_codes((gap.area for gap in gaps), level)
    return skills_page(view, gaps, names, level_filter(offered, level), address)


def _neighbourhoods(view: Viewpoint, asked: Asked) -> Page:
    teams = () if view.node.kind in WIDEST else neighbourhood_teams(view)
    codes = {team.neighbourhood for team in teams}
    employers = {post.employer for team in teams for line in team.lines for post in line.posts}
    alone = {one.employer for team in teams for one in team.alone}
    names = names_of_codes(codes, "neighbourhood") | names_of_codes((employers | alone) - codes, "org")
    return neighbourhoods_page(view, teams, names, address)


def _then_and_now(view: Viewpoint, asked: Asked) -> Page:
    facts = then_and_now(view, asked.get("figure", ""))
    names = {heir.code: heir.name for heir in nodes({one.now for one in facts.movements})}
    return then_and_now_page(view, facts, dict(choices()), names)


TABS = (
    Tab("shape", "Shape", _shape),
    Tab("baseline", "Who works here", _baseline),
    Tab("trend", "Trend", _trend),
    Tab("people", "People", _people),
    Tab("turnover", "Turnover", _turnover),
    Tab("sickness", "Sickness", _sickness),
    Tab("access", "Access", _reach),
    Tab("map", "Map", _map),
    Tab("neighbourhoods", "Neighbourhoods", _neighbourhoods),
    Tab("resilience", "Resilience", _resilience),
    Tab("skills", "Skills", _skills),
    Tab("compare", "Compare", _compare),
    Tab("then-and-now", "Then and now", _then_and_now),
)
"""The first is the page of an area itself."""


CHOICES = ("by", "figure", "level", *(f"with{number}" for number in range(1, MOST)))
"""What a page of its own may be asked, beside the filters that are part of the viewpoint."""


def page_of(view: Viewpoint, chosen: Tab, asked: Asked) -> Page:
    """The page as it was last made from the same viewpoint, data and tree, or made now."""
    return _made(view, chosen, tuple((name, asked[name]) for name in CHOICES if asked.get(name)))


# A page with its figures and charts is at most some 2 MB; drawing up the charts of one takes as long as asking for it.
@lru_cache(maxsize=64)
def _made(view: Viewpoint, chosen: Tab, asked: tuple[tuple[str, str], ...]) -> Page:
    return chosen.build(view, dict(asked))


def tab(slug: str) -> Tab | None:
    return next((one for one in TABS if one.slug == slug), None)
