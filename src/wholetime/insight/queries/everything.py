"""All that the pages of an area ask when they are opened without filters."""

from __future__ import annotations

from collections.abc import Callable

from wholetime.insight.queries.baseline import baseline, dimensions
from wholetime.insight.queries.locality import locality
from wholetime.insight.queries.neighbourhoods import neighbourhood_teams
from wholetime.insight.queries.people import people
from wholetime.insight.queries.reach import reach
from wholetime.insight.queries.resilience import low_resilience
from wholetime.insight.queries.retirement import retirement
from wholetime.insight.queries.shape import shape
from wholetime.insight.queries.sickness import sickness
from wholetime.insight.queries.skills import skills
from wholetime.insight.queries.then_and_now import then_and_now
from wholetime.insight.queries.trend import trend
from wholetime.insight.queries.turnover import turnover
from wholetime.insight.queries.viewpoint import WIDEST, Viewpoint

PLAIN: tuple[Callable[[Viewpoint], object], ...] = (shape, people, retirement, turnover, sickness, reach)
CHOSEN: tuple[Callable[[Viewpoint, str], object], ...] = (trend, locality, then_and_now)
"""Those that are asked for a figure, and have one of their own where none is named."""


_afterwards: list[Callable[[Viewpoint], object]] = []


def afterwards(does: Callable[[Viewpoint], object]) -> None:
    """Do this too once all is worked out: the pages say so, of which nothing is known here."""
    _afterwards.append(does)


def work_out(view: Viewpoint) -> None:
    """Ask it all, so that every answer is kept."""
    for query in PLAIN:
        query(view)
    for chosen in CHOSEN:
        chosen(view, "")
    baseline(view, dimensions(view)[0])
    low_resilience(view, "place")
    skills(view, "neighbourhood")
    if view.node.kind not in WIDEST:
        neighbourhood_teams(view)
    for does in _afterwards:
        does(view)
