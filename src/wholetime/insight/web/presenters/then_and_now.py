"""The past of an area in two views, and the organisations that explain the difference exactly."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from wholetime.chassis.engine.tables import Cell, Column, Kind, Table, figure_cell, figure_column
from wholetime.chassis.engine.wording import counted, period_text
from wholetime.chassis.web.page import Empty, Filter, Page, Section
from wholetime.chassis.web.sources import source_line
from wholetime.insight.queries.then_and_now import COUNTS, ThenAndNow, difference, pairs
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.insight.web.ordering import publication

HOW = {"moved": "Moved to another area", "merged": "Merged or taken over"}
MOST = 100


def then_and_now_page(view: Viewpoint, facts: ThenAndNow, titles: dict[str, str], names: dict[str, str]) -> Page:
    """``titles`` are of figures, ``names`` of the organisations that carry on."""
    figures = (*facts.was, *facts.now)
    title = f"Then and now, {view.node.name}"
    lead = "The past in the organisations of its own day, and in today's after mergers and moves."
    choice = Filter("figure", "Figure", tuple((name, titles[name]) for name in COUNTS), facts.name)
    if not figures:
        empty = Empty(
            "No published number of this figure is held here", "Choose another figure, or its source is not loaded yet."
        )
        return Page("then-and-now", title, lead, (Section("Nothing to compare", empty=empty),), figures, (choice,))
    sections = (Section("Two views of one past", _said(facts), tables=(_both(facts),)), *_explained(facts, names))
    return Page("then-and-now", title, lead, sections, figures, (choice,))


def _said(facts: ThenAndNow) -> str:
    both = pairs(facts.was, facts.now)
    differing = sum(1 for pair in both if difference(*pair))
    if not differing:
        return f"The two views agree in {counted(len(both), 'period')}, all there are."
    return f"The two views differ in {differing} of {counted(len(both), 'period')}."


def _both(facts: ThenAndNow) -> Table:
    unit = facts.was[0].definition.unit
    columns = (
        Column("period", "Period"),
        Column("end", "Ends on", Kind.DATE),
        Column("source", "Source"),
        figure_column("was", "As it was", unit),
        figure_column("now", "As it is now", unit),
        figure_column("difference", "Difference", unit),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            period_text(was.period),
            was.period.end,
            publication(was),
            figure_cell(was),
            figure_cell(now),
            difference(was, now),
        )
        for was, now in reversed(pairs(facts.was, facts.now))
    ]
    return Table("As it was and as it is now", columns, tuple(rows), source=source_line(facts.was))


def _explained(facts: ThenAndNow, names: dict[str, str]) -> Sequence[Section]:
    if facts.explained is None:
        return ()
    total = sum((one.effect for one in facts.movements), Decimal(0))
    when = period_text(facts.explained.period)
    moved = counted(len(facts.movements), "organisation explains", "organisations explain")
    said = f"{moved} the difference of {when} exactly: {total:+,.1f} in all."
    columns = (
        Column("name", "Organisation"),
        Column("how", "What happened"),
        Column("now", "Carried on by"),
        figure_column("effect", "Effect on the past", facts.explained.definition.unit),
    )
    rows = tuple(
        (one.name, HOW[one.how], "" if one.how == "moved" else names.get(one.now, one.now), one.effect)
        for one in facts.movements[:MOST]
    )
    table = Table(f"What explains {when}", columns, rows, source=source_line((facts.explained,)))
    return (Section("Which organisations explain it", said, tables=(table,)),)
