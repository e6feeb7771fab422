"""Who could retire when, who is likely to, and what a later State Pension age would change."""

from __future__ import annotations

from collections.abc import Iterator

from wholetime.chassis.engine.tables import Cell, Column, Kind, Table, figure_column
from wholetime.chassis.engine.wording import counted, number_text
from wholetime.chassis.web.page import Empty, Page, Section, Tile
from wholetime.forecast.engine.run import Line
from wholetime.forecast.queries.runs import RunValue
from wholetime.forecast.queries.viewpoint import Viewpoint
from wholetime.forecast.web.footnotes import figure, footnote, people_cell
from wholetime.forecast.web.presenters.fans import fan_of
from wholetime.kernel.figure import Unit

COULD_GO = {"past_earliest": "May draw a pension now", "past_normal": "Past their normal pension age"}
LATER = "State Pension age a year later"


def retirement_page(view: Viewpoint, run: RunValue) -> Page:
    title = f"Retirement: {run.title}, {view.node.name}"
    go, later = run.answer.line("retire"), run.answer.line("retire_later")
    if go is None or later is None:
        return Page("retirement", title, "", (_unknown(),), ())
    tiles = tuple(_tiles(run, go))
    sections = (
        Section("In short", "Who could go is not who will: many work on for years past a pension age.", tiles=tiles),
        Section("Who is likely to go", charts=(fan_of(run, "People who retire in the year to", go),)),
        Section("Year by year", tables=(_table(run, go, later),), notes=(_effect(go, later),)),
        Section("What was assumed", notes=run.answer.assumed),
    )
    return Page("retirement", title, _lead(run, go), sections, tuple(tile.figure for tile in tiles))


def _unknown() -> Section:
    text = (
        "The figures behind this run do not say how old anybody is: in publications, retirement is part of all "
        "leaving. Staff lists have ages; the page People of the shape of the workforce has what is published of them."
    )
    return Section(
        "Ages are not known here", empty=Empty("Nobody can say who comes to a pension age", text, loads=False)
    )


def _lead(run: RunValue, go: Line) -> str:
    middle = sum(go.quantile(0.5))
    return f"About {number_text(middle, 0)} people are likely to retire over {counted(len(go.at), 'year')}."


def _tiles(run: RunValue, go: Line) -> Iterator[Tile]:
    for measure, title in (
        ("past_earliest", "May draw a pension now"),
        ("past_normal", "Past their normal pension age"),
    ):
        line = run.answer.line(measure)
        if line is not None:
            yield Tile(figure(run, "forecast_people", line.quantile(0.5)[0], line.at[0]), title, "people in post")
    low, high = go.quantile(0.1)[0], go.quantile(0.9)[0]
    said = f"8 of 10 draws between {number_text(low, 0)} and {number_text(high, 0)}"
    yield Tile(
        figure(run, "forecast_retired", go.quantile(0.5)[0], go.at[0]), "Likely to retire in the first year", said
    )


def _table(run: RunValue, go: Line, later: Line) -> Table:
    columns = (
        Column("date", "Year to", Kind.DATE),
        figure_column("earliest", "In post who may draw a pension", Unit.PEOPLE),
        figure_column("normal", "In post past normal age", Unit.PEOPLE),
        figure_column("go", "Likely to retire", Unit.PEOPLE),
        figure_column("low", "80%: from", Unit.PEOPLE),
        figure_column("high", "80%: to", Unit.PEOPLE),
        figure_column("back", "Of these, back at work", Unit.PEOPLE),
        figure_column("later", LATER, Unit.PEOPLE),
    )
    rows = tuple(_row(run, go, later, place) for place in range(len(go.at)))
    return Table("Retirement year by year, middle of the draws", columns, rows, source=footnote(run))


def _row(run: RunValue, go: Line, later: Line, place: int) -> tuple[Cell, ...]:
    stock = [run.answer.line(measure) for measure in ("past_earliest", "past_normal")]
    back = run.answer.line("retire_return")
    return (
        go.at[place],
        *(people_cell(run, line.quantile(0.5)[place + 1]) if line else None for line in stock),
        *(people_cell(run, go.quantile(level)[place]) for level in (0.5, 0.1, 0.9)),
        people_cell(run, back.quantile(0.5)[place]) if back else None,
        people_cell(run, later.quantile(0.5)[place]),
    )


def _effect(go: Line, later: Line) -> str:
    apart = sum(later.quantile(0.5)) - sum(go.quantile(0.5))
    way = "fewer" if apart < 0 else "more"
    return (
        f"Were State Pension age a year later from now on, {number_text(abs(apart), 0)} {way} people would retire over "
        f"these {counted(len(go.at), 'year')}, in the same draws of chance."
    )
