"""What workload standards ask for of the activity held here, beside and apart from any forecast."""

from __future__ import annotations

from wholetime.chassis.engine.tables import Column, Kind, Table
from wholetime.chassis.engine.wording import day_text, number_text
from wholetime.chassis.web.page import Section
from wholetime.dataset.api import group_titles
from wholetime.forecast.engine.demand.by_standards import AHEAD
from wholetime.forecast.engine.demand.standards import pathway_titles
from wholetime.forecast.queries.needed import Standing

BESIDE = (
    "Activity × hours for each unit ÷ hours present, whatever staff is in post. A standard speaks for its own work "
    "alone: a group has other work besides, so that its rows are no establishment."
)


def standing_section(standing: Standing) -> Section:
    columns = (
        Column("work", "Work"),
        Column("group", "Staff group"),
        Column("units", "Units", Kind.NUMBER),
        Column("low", "WTE, low", Kind.NUMBER, 1),
        Column("middle", "Middle", Kind.NUMBER, 1),
        Column("high", "High", Kind.NUMBER, 1),
        Column("later", f"Middle, {AHEAD} years on", Kind.NUMBER, 1),
        Column("checked", "Checked"),
    )
    titles, work = group_titles(), pathway_titles()
    rows = tuple(
        (
            work.get(one.standard.pathway, one.standard.pathway),
            titles.get(one.standard.group, one.standard.group.replace("_", " ").capitalize()),
            round(one.units),
            *(round(value, 2) for value in (one.low, one.middle, one.high, one.later)),
            "Yes" if one.standard.verified else "No",
        )
        for one in standing.asked
    )
    source = f"Source: {', '.join(standing.sources)}; workload standards below."
    table = Table("WTE that the standards ask for", columns, rows, source=source)
    return Section("What the standards ask for", said_of(standing), tables=(table,), notes=(BESIDE,))


def said_of(standing: Standing) -> str:
    """Of which year the activity is, and what is taken for the years to come."""
    newest = f", the newest to {day_text(standing.last)}" if standing.last else ""
    until = f"Of the last twelve months held of each activity{newest}. "
    if standing.projected:
        ages = "by the ages that each work is for"
        return f"{until}{AHEAD} years on, the residents are those of {standing.projected}, {ages}."
    if standing.residents is None:
        return f"{until}No projection and no estimate of the residents is held: they are kept as they are."
    year, count = standing.residents
    return (
        f"{until}No official projection is held, so the residents are kept as the estimates of {year} have them "
        f"({number_text(count, 0)}), and the same is asked for in every year to come."
    )
