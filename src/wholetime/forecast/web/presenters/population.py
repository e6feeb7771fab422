"""Whom the work is for: the official projection in force, beside the estimates held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wholetime.chassis.api import Scope
from wholetime.chassis.engine.charts import Chart, Series, trend
from wholetime.chassis.engine.tables import Cell, Column, Kind, Table, figure_column
from wholetime.chassis.engine.wording import day_text, number_text
from wholetime.chassis.web.page import Empty, Page, Section
from wholetime.dataset.api import figures_for
from wholetime.forecast.engine.demand.projected import MIDYEAR, Projection
from wholetime.forecast.queries.populations import ProjectionValue, residents_held
from wholetime.forecast.queries.viewpoint import Viewpoint
from wholetime.kernel.figure import Unit

SLUG = "population"
LEAD = (
    "An official projection says who will live here, by age and sex. New forecasts follow it in place of the growth of "
    "past years; forecasts made before keep what they were made with."
)
BANDS = ((0, 20, "0 to 19"), (20, 65, "20 to 64"), (65, 80, "65 to 79"), (80, 200, "80 and over"))
FAR = 5
"""Per cent between a file and the estimates held, from which they may not be of the same area."""


def population_page(
    view: Viewpoint, scope: Scope, held: ProjectionValue | None, own: Sequence[ProjectionValue]
) -> Page:
    title = f"Population, {view.node.name}"
    if held is None:
        text = "Forecasts carry on the growth of past years, at all ages alike, until an official projection is loaded."
        empty = Empty("No official projection is held", text, loads=False)
        return Page(SLUG, title, LEAD, (Section("None yet", empty=empty),), ())
    return Page(SLUG, title, LEAD, tuple(_sections(view, scope, held, own)), ())


def _sections(view: Viewpoint, scope: Scope, held: ProjectionValue, own: Sequence[ProjectionValue]) -> list[Section]:
    above = "" if held.code == view.node.code else f" It is {held.name}'s: nothing nearer is held."
    source = source_line(held)
    taken = [one for one in own if one.key != held.key]
    return [
        Section("In force", f"{held.title}.{above}", charts=(_chart(scope, held, source),)),
        Section("By age", tables=(by_age(held.projection, source),)),
        Section("Where it comes from", tables=(_record(held),)),
        *([Section("Before that", tables=(_versions(taken),))] if taken else []),
    ]


def source_line(held: ProjectionValue) -> str:
    return f"Source: {held.title}; file {held.file_name}, SHA-256 {held.sha256[:12]}."


def _chart(scope: Scope, held: ProjectionValue, source: str) -> Chart:
    known = sorted(
        (one.period.end, float(one.value))
        for one in figures_for("population", scope, org=held.code, by=("period",))
        if one.value
    )
    ahead = held.projection
    days = [date(year, *MIDYEAR) for year in ahead.years]
    course = list(zip(days, (round(float(total)) for total in ahead.totals), strict=True))
    series = [Series("Estimates held", tuple(known))] if known else []
    first, last = course[0][1], course[-1][1]
    said = (
        f"From {number_text(first, 0)} residents in mid-{ahead.years[0]} to {number_text(last, 0)} in "
        f"mid-{ahead.years[-1]}, {100 * (last / first - 1):+.1f}%."
    )
    return trend("Residents", [*series, Series("Projection", tuple(course))], Unit.PEOPLE, source, said)


def by_age(held: Projection, source: str) -> Table:
    """Residents by broad ages, now, in five and ten years, and at the end."""
    places = sorted({0, *(n for n in (5, 10) if n < len(held.years)), len(held.years) - 1})
    columns = (
        Column("age", "Age"),
        *(figure_column(f"y{held.years[n]}", f"Mid-{held.years[n]}", Unit.PEOPLE) for n in places),
        Column("change", f"Change to {held.years[-1]}", Kind.PERCENT, 1),
    )
    rows = [_ages(held, name, low, high, places) for low, high, name in BANDS]
    return Table("Residents by age", columns, (*rows, _ages(held, "All ages", 0, 200, places)), source=source)


def _ages(held: Projection, name: str, low: int, high: int, places: list[int]) -> tuple[Cell, ...]:
    within = [low <= age < high for age in held.ages]
    people = held.persons[:, :, within].sum(axis=(1, 2))
    change = round(100 * (float(people[-1] / people[0]) - 1), 1) if people[0] else None
    return name, *(round(float(people[n])) for n in places), change


def _record(held: ProjectionValue) -> Table:
    when = held.taken_at or held.made_at
    rows = (
        ("Publication", held.title),
        ("Licence", held.licence or "not said"),
        ("File", held.file_name),
        ("SHA-256", held.sha256),
        ("Taken in", f"{day_text(when.date())}{f' by {held.by}' if held.by else ''}"),
        ("Areas of the file", ", ".join(held.named)),
        ("Years", f"mid-{held.projection.years[0]} to mid-{held.projection.years[-1]}"),
    )
    return Table("The file", (Column("what", "What"), Column("value", "Value")), rows)


def _versions(own: Sequence[ProjectionValue]) -> Table:
    columns = (
        Column("taken", "Taken in", Kind.DATE),
        Column("by", "By"),
        Column("title", "Publication"),
        Column("file", "File"),
        Column("sha256", "SHA-256"),
    )
    rows = tuple((one.taken_at.date(), one.by, one.title, one.file_name, one.sha256) for one in own if one.taken_at)
    return Table("Projections that were in force before", columns, rows)


def offer_table(scope: Scope, offered: Sequence[ProjectionValue]) -> Table:
    """What a file says of each area beside what is held."""
    columns = (
        Column("area", "Area"),
        Column("named", "Areas of the file"),
        figure_column("first", f"Residents, mid-{offered[0].projection.years[0]}", Unit.PEOPLE),
        figure_column("held", "Estimate held", Unit.PEOPLE),
        Column("of", "Estimate is of"),
        Column("apart", "File beside estimate", Kind.PERCENT, 1),
        figure_column("last", f"Residents, mid-{offered[0].projection.years[-1]}", Unit.PEOPLE),
        Column("yearly", "Growth a year", Kind.PERCENT, 2),
    )
    return Table("What the file says", columns, tuple(_offered(scope, one) for one in offered))


def _offered(scope: Scope, one: ProjectionValue) -> tuple[Cell, ...]:
    totals, years = one.projection.totals, one.projection.years
    known = residents_held(scope, one.code)
    span = max(years[-1] - years[0], 1)
    return (
        one.name,
        f"{len(one.named)} areas" if len(one.named) > 1 else one.named[0],
        round(float(totals[0])),
        round(known[1]) if known else None,
        f"mid-{known[0]}" if known else None,
        apart(one, known),
        round(float(totals[-1])),
        round(100 * (float(totals[-1] / totals[0]) ** (1 / span) - 1), 2),
    )


def apart(one: ProjectionValue, known: tuple[int, float] | None) -> float | None:
    """Per cent by which the file's residents differ from the estimate, in the year nearest to it."""
    if known is None:
        return None
    years = one.projection.years
    at = min(max(known[0], years[0]), years[-1]) - years[0]
    return round(100 * (float(one.projection.totals[at]) / known[1] - 1), 1)


def offer_said(scope: Scope, offered: Sequence[ProjectionValue], now: ProjectionValue | None) -> list[str]:
    """What would change, and what may be wrong, in sentences."""
    first = offered[0]
    said = [
        f"New forecasts of {first.name} would follow this file "
        + (f"in place of {now.title}." if now else "in place of the growth of past years.")
    ]
    if len(offered) > 1:
        said.append(f"So would those of {len(offered) - 1} areas below it that the file names.")
    beyond = apart(first, residents_held(scope, first.code))
    if beyond is not None and abs(beyond) > FAR:
        said.append(
            f"Look again: the file has {abs(beyond):.0f}% {'more' if beyond > 0 else 'fewer'} residents than the "
            "estimates held. It may be of another area, or of a part of this one."
        )
    return said
