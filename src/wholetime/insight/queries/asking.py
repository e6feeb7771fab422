"""Asking for figures from one viewpoint: as they stand at a month, over time, and beside England's."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import date, timedelta
from functools import lru_cache

from wholetime.chassis.api import Scope, as_operator, operator_scope, reached_roots
from wholetime.dataset.api import UnknownFigure, figures_for, periods_for
from wholetime.insight.queries.kept_answers import Answer, kept_answer
from wholetime.insight.queries.viewpoint import Moment, Viewpoint
from wholetime.kernel.figure import Figure
from wholetime.kernel.period import Period, month_of

type Parts = tuple[str, ...]
type Asking = Callable[..., Answer]
"""``ask``, or another that takes a viewpoint, a figure's name, breakdowns and a period."""

FRESH = timedelta(days=2 * 366)
"""A number this much older than the newest of its sector is history: it shows in trends, and never beside today's."""
LONG_AGO = timedelta(days=5 * 366)
"""So is one this much older than the newest of any sector."""
MONTHLY = 62  # days: counted over no more than about a month
PUBLISHED = "OGL"
ENGLAND = "ENG"
PLAIN = {"org": "org", "place": "place", "staff_group": "group"}


def ask(view: Viewpoint, name: str, by: Parts = (), period: Period | None = None) -> Answer:
    """The figures ``name`` of the viewpoint's area. Empty where none is held, or the catalogue has no such figure."""
    return _asked(view.moment, name, view.scope, view.node.code, by, period, view.where, view.as_now)


def ask_once(view: Viewpoint, name: str, by: Parts = (), period: Period | None = None) -> Answer:
    """The same, not kept: for tens of thousands of figures that a smaller answer is made of."""
    return _answered(view.moment, name, view.scope, view.node.code, by, period, view.where, view.as_now)


def _answered(
    moment: Moment,
    name: str,
    scope: Scope,
    org: str,
    by: Parts,
    period: Period | None,
    where: tuple[tuple[str, str], ...],
    as_now: bool,
) -> Answer:
    try:
        return tuple(figures_for(name, scope, org=org, by=by, period=period, where=where, as_now=as_now))
    except UnknownFigure:
        return ()


_asked = kept_answer(_answered)


def periods(view: Viewpoint, name: str) -> frozenset[tuple[str, Period]]:
    """Each source and period of which the figure ``name`` of the viewpoint's area is held."""
    return _periods(reached_roots(), view.moment, name, view.scope, view.node.code, view.where, view.as_now)


@lru_cache(maxsize=1024)  # at most some hundred periods, most of them shared
def _periods(
    _reach: Hashable,
    _moment: Moment,
    name: str,
    scope: Scope,
    org: str,
    where: tuple[tuple[str, str], ...],
    as_now: bool,
) -> frozenset[tuple[str, Period]]:
    try:
        return periods_for(name, scope, org=org, where=where, as_now=as_now)
    except UnknownFigure:
        return frozenset()


def standing(view: Viewpoint, name: str, by: Parts = (), sectors: bool = False) -> Answer:
    """The figures as they stand at the viewpoint's month: from each source its latest up to then.

    With ``sectors``, or where the viewpoint keeps to one, each sector apart. Numbers long out of date are left out.
    """
    parts = _parts(view, by, sectors)
    found: Iterable[Figure] = ask(view, name, parts) if view.month is None else _at(view, name, parts, view.month)
    return _fresh(_in_sector(found, view.sector))


def history(view: Viewpoint, name: str, by: Parts = (), sectors: bool = False) -> Answer:
    """The figures of every period held up to the viewpoint's month, oldest first."""
    found = _in_sector(ask(view, name, (*_parts(view, by, sectors), "period")), view.sector)
    if view.month is not None:
        found = tuple(figure for figure in found if figure.period.end <= view.month.end)
    return tuple(sorted(found, key=lambda figure: (figure.period.end, figure.period.start)))


def part(figure: Figure, name: str) -> str | None:
    """What ``figure`` is about in the breakdown ``name``; None where it is not known or not broken down."""
    if name in PLAIN:
        found: str | None = getattr(figure.scope, PLAIN[name])
        return found
    return next((value for key, value in figure.scope.detail if key == name), None)


def public(view: Viewpoint, name: str, by: Parts = (), period: Period | None = None, area: str = ENGLAND) -> Answer:
    """The figures of ``area`` from public sources alone, for comparison: open to all, as the publications are.

    Whatever else is held of it stays out, and so does anything invented.
    """
    with as_operator():  # what is not public is thrown away below
        found = _asked(view.moment, name, operator_scope(), area, by, period, view.where, view.as_now)
    return _in_sector((figure for figure in found if is_public(figure)), view.sector)


def beside(view: Viewpoint, figures: Answer) -> Answer:
    """England's figure for each of ``figures``, of the same source, sector and period."""
    found: dict[Figure, None] = {}
    for figure in figures:
        sector = part(figure, "sector")
        theirs = public(view, figure.definition.name, _parts(view, (), bool(sector)), asked_period(figure.period))
        found |= dict.fromkeys(one for one in theirs if _same(one, figure))
    return tuple(found)


def _same(one: Figure, other: Figure) -> bool:
    """Of the same source, sector and period."""
    return one.period == other.period and all(part(one, name) == part(other, name) for name in ("source", "sector"))


def is_public(figure: Figure) -> bool:
    return bool(figure.sources) and all(
        source.licence.startswith(PUBLISHED) and not source.synthetic for source in figure.sources
    )


def asked_period(period: Period) -> Period:
    """How to ask for a number of ``period`` again: by its month where it was counted in one, else exactly."""
    return month_of(period.end) if period.days <= MONTHLY else period


def _parts(view: Viewpoint, by: Parts, sectors: bool) -> Parts:
    wanted = ("sector", "source") if sectors or view.sector else ("source",)
    return tuple(dict.fromkeys((*by, *wanted)))


def _at(view: Viewpoint, name: str, parts: Parts, month: Period) -> list[Figure]:
    ends = _last_periods(periods(view, name), month)
    found: list[Figure] = []
    for period in sorted({asked_period(period) for period in ends.values()}):
        for figure in ask(view, name, parts, period):
            if ends.get(part(figure, "source") or "") == figure.period:
                found.append(figure)
    return found


def _last_periods(held: Iterable[tuple[str, Period]], month: Period) -> dict[str, Period]:
    """The last of each source up to ``month``; of two that end together, the one that began first."""
    ends: dict[str, Period] = {}
    for source, period in sorted(held, key=lambda one: (one[1].start, one[1].end)):
        if period.end <= month.end and (source not in ends or ends[source].end < period.end):
            ends[source] = period
    return ends


def _in_sector(figures: Iterable[Figure], sector: str | None) -> Answer:
    return tuple(figure for figure in figures if sector is None or part(figure, "sector") == sector)


def _fresh(figures: Iterable[Figure]) -> Answer:
    held = list(figures)
    newest: dict[str | None, date] = {}
    for figure in held:
        sector = part(figure, "sector")
        newest[sector] = max(newest.get(sector, figure.period.end), figure.period.end)
    last = max(newest.values(), default=date.min)
    return tuple(
        figure
        for figure in held
        if figure.period.end + FRESH >= newest[part(figure, "sector")] and figure.period.end + LONG_AGO >= last
    )
