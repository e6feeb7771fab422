"""WISN as a page: staff required beside staff in post, and every step of the way there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from wholetime.chassis.engine.charts import bar
from wholetime.chassis.engine.tables import Cell, Column, Kind, Table
from wholetime.chassis.engine.wording import number_text
from wholetime.chassis.web.page import Empty, Page, Section
from wholetime.forecast.engine.demand.wisn_table import HOUR, Category
from wholetime.forecast.engine.reference import reference
from wholetime.kernel.figure import Unit

SLUG = "wisn"
LEAD = (
    "Staff that the work of a year requires, by the method of the World Health Organization (workload indicators of "
    "staffing need): activity over what one person can do, and what else their time goes to."
)
SOURCE = "Source: worked out from the rows above, by WISN (WHO, 2010)."
HOW = (
    (
        "Available time = days a week × weeks, less public holidays, leave, sickness and other days, × hours a day. "
        "Standard workload = available time ÷ time for each: what one person could do of it in a year, with no other."
    ),
    (
        "Required = (activities ÷ standard workloads, added up) × category factor + individual factor. Category factor "
        "= 1 ÷ (1 − per cent of everybody's time). Individual factor = staff × hours a year ÷ available time."
    ),
    "Ratio = in post ÷ required: below 1 there are too few. Difference = in post − required. Pressure = 1 − ratio.",
    (
        "The times for each activity are the judgement of those who do the work: WISN is as good as they are. It says "
        "what the work of a year takes on average; where work comes in crowds, see Cover."
    ),
)


def wisn_page(name: str, found: Sequence[Category], example: bool) -> Page:
    title = f"WISN, {name}"
    if not found:
        empty = Empty("Nothing worked out yet", "Put the rows above right, and ask again.", loads=False)
        return Page(SLUG, title, LEAD, (Section("No answer", empty=empty),), ())
    return Page(SLUG, title, LEAD, tuple(_sections(found, example)), ())


def _sections(found: Sequence[Category], example: bool) -> Iterator[Section]:
    head = "An example, until you put in your own work. " if example else ""
    said = head + " ".join(said_of(one) for one in found)
    ratios = {one.name: round(one.need.ratio(one.actual) * 100, 1) for one in found if one.actual and one.need.required}
    charts = (bar("Staff in post, of those required", ratios, Unit.PERCENT, SOURCE),) if len(ratios) > 1 else ()
    yield Section("In short", said, charts=charts, tables=(_required(found),))
    yield Section("Activities", tables=(_activities(found),))
    if any(one.shares or one.individual for one in found):
        yield Section("Allowances", tables=(_allowances(found),))
    yield Section("Time at work", _usual(), tables=(_times(found),))
    yield Section("How it was worked out", notes=HOW)


def said_of(one: Category) -> str:
    """``Midwives: 4.4 required, 4 in post, 0.4 too few.``"""
    required = number_text(one.need.required, 1)
    if one.actual is None:
        return f"{one.name}: {required} required, in whole people {one.whole}."
    apart = one.need.difference(one.actual)
    verdict = (
        "just as many" if round(apart, 1) == 0 else f"{number_text(abs(apart), 1)} too {'few' if apart < 0 else 'many'}"
    )
    return f"{one.name}: {required} required, {number_text(one.actual, 1)} in post, {verdict}."


def _required(found: Sequence[Category]) -> Table:
    columns = (
        Column("category", "Staff category"),
        Column("work", "For the activities", Kind.NUMBER, 2),
        Column("caf", "Category factor", Kind.NUMBER, 3),
        Column("iaf", "Individual factor", Kind.NUMBER, 2),
        Column("required", "Required", Kind.NUMBER, 2),
        Column("people", "In whole people", Kind.NUMBER),
        Column("actual", "In post", Kind.NUMBER, 2),
        Column("difference", "Difference", Kind.NUMBER, 2),
        Column("ratio", "Ratio", Kind.NUMBER, 2),
        Column("pressure", "Workload pressure", Kind.PERCENT, 1),
    )
    return Table("Staff required", columns, tuple(_row(one) for one in found), source=SOURCE)


def _row(one: Category) -> tuple[Cell, ...]:
    need, actual = one.need, one.actual
    known = actual is not None and need.required > 0
    return (
        one.name,
        need.for_workloads,
        need.category_factor,
        need.individual_factor,
        need.required,
        one.whole,
        actual,
        None if actual is None else need.difference(actual),
        need.ratio(actual) if known and actual is not None else None,
        need.pressure(actual) if known and actual is not None else None,
    )


def _activities(found: Sequence[Category]) -> Table:
    columns = (
        Column("category", "Staff category"),
        Column("activity", "Activity"),
        Column("yearly", "A year", Kind.NUMBER),
        Column("minutes", "Minutes each", Kind.NUMBER, 1),
        Column("standard", "Standard workload", Kind.NUMBER),
        Column("staff", "Staff", Kind.NUMBER, 2),
    )
    rows = tuple(
        (
            one.name,
            load.name,
            load.yearly,
            load.hours_each * HOUR,
            load.standard(one.available),
            load.yearly / load.standard(one.available),
        )
        for one in found
        for load in one.workloads
    )
    return Table("Activities and what one person can do of each", columns, rows, source=SOURCE)


def _allowances(found: Sequence[Category]) -> Table:
    columns = (
        Column("category", "Staff category"),
        Column("what", "What"),
        Column("who", "Who"),
        Column("much", "How much"),
    )
    rows = [
        (one.name, name, "Everybody", f"{number_text(share, 1)}% of their time")
        for one in found
        for name, share in one.shares
    ]
    rows += [
        (one.name, some.name, f"{number_text(some.staff, 1)} staff", f"{number_text(some.hours, 0)} hours a year each")
        for one in found
        for some in one.individual
    ]
    return Table("What else their time goes to", columns, tuple(rows))


def _times(found: Sequence[Category]) -> Table:
    columns = (
        Column("category", "Staff category"),
        Column("days", "Days a week", Kind.NUMBER, 1),
        Column("holidays", "Public holidays", Kind.NUMBER, 1),
        Column("leave", "Annual leave", Kind.NUMBER, 1),
        Column("sick", "Sickness", Kind.NUMBER, 1),
        Column("other", "Other", Kind.NUMBER, 1),
        Column("at", "Days at work", Kind.NUMBER, 1),
        Column("hours", "Hours a year", Kind.NUMBER),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        time = one.available
        away: tuple[Decimal, ...] = (time.public_holidays, time.annual_leave, time.sickness, time.other)
        rows.append((one.name, time.days_a_week, *away, time.days, time.hours))
    return Table("Available working time", columns, tuple(rows))


def _usual() -> str:
    held = reference("workload_standards")["wisn_time"]
    checked = "" if held["verified"] else ", not checked"
    source = f"{held['source']}, since {held['effective_from']}{checked}"
    return f"What is not said in the rows is as wholetime comes with it ({source})."
