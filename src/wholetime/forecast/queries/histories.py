"""The history of one part's staff, as the dataset tells it: what is withheld stays withheld."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from wholetime.chassis.api import Scope
from wholetime.dataset.api import definitions, figures_for
from wholetime.forecast.engine.demand.standards import pathway_measures
from wholetime.forecast.engine.run import History, Origin, Point
from wholetime.forecast.queries.populations import projection_of
from wholetime.forecast.queries.staff_parts import StaffPart
from wholetime.insight.api import part
from wholetime.kernel.figure import Figure, Source
from wholetime.kernel.period import Period

STOCKS, FLOWS = ("headcount", "wte"), ("joiners", "leavers")
PEOPLE = ("patients", "population")
"""Whom the staff is for: registered patients by year where they are held, residents otherwise."""
WITHHELD = "withheld"
"""What the dataset calls the one row in place of a table that may not be shown."""
YEARS_OF_RECORDS = 2
"""Records are months of small numbers, which are withheld one by one: their flows are asked for by whole years."""


def history_of(scope: Scope, code: str, staff: StaffPart) -> History:
    """Every count and flow of ``staff`` in ``code`` by staff group; ages and sexes on the last day, where held."""
    official = projection_of(code)
    figures = [*_figures(scope, code, staff), *(activity(scope, code) if official else ())]
    points = dict.fromkeys(point_of(figure) for figure in figures)
    origins = {_origin(source) for figure in figures for source in figure.sources}
    if official is not None:
        points |= dict.fromkeys(official.points())
        origins.add(official.origin())
    return History(tuple(points), tuple(origins))


def _figures(scope: Scope, code: str, staff: StaffPart) -> Iterator[Figure]:
    whose = ("sector", "source")
    for name in STOCKS:
        for more in ((), ("staff_group",)):
            yield from _of(staff, figures_for(name, scope, org=code, by=(*whose, "period", *more)))
    if staff.flows:
        yield from _flows(scope, code, staff)
        yield from _of(staff, figures_for("headcount", scope, org=code, by=(*whose, "age_year", "sex")))
        banded = _of(staff, figures_for("headcount", scope, org=code, by=(*whose, "age_band", "staff_group")))
        yield from (one for one in banded if part(one, "age_band") != WITHHELD)  # else nothing is told of any group
    yield from _establishment(scope, code, staff)
    yield from _people(scope, code)


def _flows(scope: Scope, code: str, staff: StaffPart) -> Iterator[Figure]:
    for name in FLOWS:
        monthly = [
            figure
            for more in ((), ("staff_group",))
            for figure in _of(staff, figures_for(name, scope, org=code, by=("sector", "source", "period", *more)))
        ]
        if any(figure.suppression for figure in monthly):
            monthly = [
                figure
                for year in _years(monthly, staff.last)
                for more in ((), ("staff_group",))
                for figure in _of(
                    staff, figures_for(name, scope, org=code, period=year, by=("sector", "source", *more))
                )
            ]
        yield from monthly


def _years(figures: Iterable[Figure], last: date) -> Iterator[Period]:
    """Whole years back from ``last``, as far as the figures go."""
    first, end = min(figure.period.start for figure in figures), last
    for _ in range(YEARS_OF_RECORDS):
        start = (end + timedelta(days=1)).replace(year=end.year - 1 if end.month < 12 else end.year)
        if start < first:
            return
        yield Period(start, end)
        end = start - timedelta(days=1)


def _establishment(scope: Scope, code: str, staff: StaffPart) -> Iterator[Figure]:
    """Funded posts of the sector, whoever counts them."""
    for figure in figures_for("establishment", scope, org=code, by=("sector", "staff_group", "period")):
        if part(figure, "sector") == staff.sector:
            yield figure


def _people(scope: Scope, code: str) -> Iterator[Figure]:
    for name in PEOPLE:
        found = figures_for(name, scope, org=code, by=("source", "period"))
        if found:
            longest = max({part(one, "source") for one in found}, key=lambda source: _count(found, source))
            yield from (one for one in found if part(one, "source") == longest)


def activity(scope: Scope, code: str) -> Iterator[Figure]:
    """What the pathways of work are counted in, where it is counted here. Of a run's need, only a projection by age
    asks for it."""
    held = {one.name for one in definitions()}
    for measure, _ in pathway_measures().values():
        if measure in held:
            yield from figures_for(measure, scope, org=code, by=("period",))


def _count(figures: Iterable[Figure], source: str | None) -> tuple[int, str]:
    return sum(1 for one in figures if part(one, "source") == source), source or ""


def _of(staff: StaffPart, figures: Iterable[Figure]) -> list[Figure]:
    whose = (staff.sector, staff.source)
    return [one for one in figures if (part(one, "sector"), part(one, "source")) == whose]


def point_of(figure: Figure) -> Point:
    """The figure as a history holds it; one that is withheld has no value."""
    return Point(
        figure.definition.name,
        figure.period.start,
        figure.period.end,
        figure.scope.group or "",
        part(figure, "age_year") or part(figure, "age_band") or "",
        part(figure, "sex") or "",
        None if figure.value is None else float(figure.value),
    )


def _origin(source: Source) -> Origin:
    return Origin(source.publication, source.file, source.sha256, source.licence, source.synthetic)
