"""What the gap hangs on: each assumption by itself, and all of them at once."""

from __future__ import annotations

from collections.abc import Iterator

from wholetime.chassis.engine.charts import bar
from wholetime.chassis.engine.tables import Cell, Column, Kind, Table, figure_column
from wholetime.chassis.web.page import Empty, Page, Section
from wholetime.forecast.engine.gap import words
from wholetime.forecast.engine.gap.outcome import PEOPLE
from wholetime.forecast.engine.run.mattering import Matters, mattering
from wholetime.forecast.engine.scenario.register import Register
from wholetime.forecast.queries.runs import RunValue
from wholetime.forecast.queries.viewpoint import Viewpoint
from wholetime.forecast.web.footnotes import figure, footnote
from wholetime.kernel.figure import Unit

LEAD = (
    "Which of the things taken for granted the gap of the last year hangs on. One at a time shows how far each moves "
    "it by itself; all at once shows how much of its uncertainty comes from each, also together with others."
)
GROWTH = "Growth of the number of people cared for"
CENTRE = (
    "Worked out at the centre of every rate estimated from the past, with chance left out: what is uncertain here is "
    "what was assumed, not who happens to leave."
)
RANKED = (
    "The growth of the number of people is that of the draws, in order of where they end: low and high are the ends of "
    "the middle 8 of 10. Where the need does not follow from people, it is not among these."
)
SOBOL = (
    "Shares of uncertainty are Sobol indices. Their intervals are those of the working out: more draws make them "
    "smaller. A share by itself may come out slightly below nothing."
)


def mattering_page(view: Viewpoint, run: RunValue) -> Page:
    title = f"What matters, {view.node.name}"
    found = mattering(run.answer)
    gap = run.answer.line("gap")
    if found is None or gap is None:
        text = "This forecast has no need to set supply against, or was made before its assumptions had ranges."
        return Page(
            "matters",
            title,
            "",
            (Section("Nothing to compare", empty=Empty("Nothing to compare", text, loads=False)),),
            (),
        )
    last = figure(run, "forecast_gap", gap.quantile(0.5)[-1], gap.at[-1])
    return Page("matters", title, LEAD, tuple(_sections(run, found, gap.at[-1].year)), (last,))


def _sections(run: RunValue, found: Matters, year: int) -> Iterator[Section]:
    titles = {one.name: one.title for one in Register.from_json(run.question.register)} | {PEOPLE: GROWTH}
    note = footnote(run)
    widths = {titles.get(one.name, one.name): round(one.width, 1) for one in found.bars if one.width > 0}
    chart = bar(f"How far each moves the gap of {year}", widths, Unit.WTE, note, words.swings(found.bars, titles, year))
    yield Section("One at a time", charts=(chart,), tables=(_tornado(found, titles, year, note),))
    shares = {titles.get(one.name, one.name): round(100 * max(one.total, 0), 1) for one in found.indices}
    chart = bar(
        "Share of the uncertainty, with others", shares, Unit.PERCENT, note, words.matters(found.indices, titles, year)
    )
    yield Section("All at once", charts=(chart,), tables=(_sobol(found, titles, note),), notes=(CENTRE, RANKED, SOBOL))


def _tornado(found: Matters, titles: dict[str, str], year: int, note: str) -> Table:
    columns = (
        Column("name", "Assumption"),
        figure_column("low", "Gap at its low", Unit.WTE),
        figure_column("central", "Gap at its middle", Unit.WTE),
        figure_column("high", "Gap at its high", Unit.WTE),
        figure_column("width", "Moves it by", Unit.WTE),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (titles.get(one.name, one.name), *(round(end, 1) for end in (one.low, one.central, one.high, one.width)))
        for one in found.bars
    )
    return Table(f"The gap of {year} at the ends of each assumption", columns, rows, source=note)


def _sobol(found: Matters, titles: dict[str, str], note: str) -> Table:
    columns = (
        Column("name", "Assumption"),
        Column("first", "By itself", Kind.PERCENT, 1),
        Column("first_low", "95%: from", Kind.PERCENT, 1),
        Column("first_high", "95%: to", Kind.PERCENT, 1),
        Column("total", "With others", Kind.PERCENT, 1),
        Column("total_low", "95%: from", Kind.PERCENT, 1),
        Column("total_high", "95%: to", Kind.PERCENT, 1),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            titles.get(one.name, one.name),
            *(round(100 * share, 1) for share in (one.first, *one.first_interval, one.total, *one.total_interval)),
        )
        for one in found.indices
    )
    return Table("Shares of the gap's uncertainty", columns, rows, source=note)
