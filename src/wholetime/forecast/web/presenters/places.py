"""Where the gap is: the areas below beside each other, and training places shared out fairly among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from wholetime.chassis.api import BOUNDARIES_HELD, Boundaries
from wholetime.chassis.engine.charts import bar
from wholetime.chassis.engine.tables import Cell, Column, Kind, Table, figure_column
from wholetime.chassis.web.page import Empty, Filter, Page, Section
from wholetime.dataset.api import group_titles
from wholetime.forecast.engine.gap import words
from wholetime.forecast.engine.gap.fair import whole_places
from wholetime.forecast.engine.gap.shipped import training_place
from wholetime.forecast.queries.runs import RunValue
from wholetime.forecast.queries.viewpoint import Viewpoint
from wholetime.forecast.web.addresses import address
from wholetime.forecast.web.footnotes import figure, footnotes
from wholetime.forecast.web.presenters.areas import SHADES, Area, gap_map, shown_of, worst_said
from wholetime.kernel.figure import Figure, Suppression, Unit

AMOUNTS = ("20", "50", "100", "200", "500")
LEAD = "The gap of each area below that has a forecast, and how training places would be shared out fairly among them."
FAIR = "Each place goes to the area where the smallest share of the gap is closed, while people in post can train more."
BRINGS = "A place brings the WTE of those who qualify, in time or later, and join. Limits and shares are not checked."


def places_page(view: Viewpoint, runs: Sequence[RunValue], drawn: Boundaries, asked: dict[str, str]) -> Page:
    """``drawn`` are the boundaries around the areas of ``runs``; ``asked``: group, year, shade, places."""
    title = f"Where, {view.node.name}"
    options = _options(runs)
    if len(runs) < 2 or not options["group"] or not options["year"]:
        text = "Two or more areas or organisations below this one need a forecast; they are then shown side by side."
        nothing = Section("Nothing to compare", empty=Empty("No forecasts below", text, loads=False))
        return Page("places", title, "", (nothing,), ())
    usual = {"group": options["group"][0][0], "year": options["year"][-1][0], "shade": "wte", "places": "50"}
    chosen = {name: asked[name] if asked.get(name) in dict(options[name]) else usual[name] for name in options}
    labels = {"group": "Staff group", "year": "Year", "shade": "Map and bars show", "places": "Training places a year"}
    filters = tuple(Filter(name, labels[name], options[name], chosen[name]) for name in options)
    areas = list(_areas(runs, chosen["group"], int(chosen["year"])))
    sections = (_where(areas, drawn, chosen), _shared(areas, int(chosen["places"])))
    return Page("places", title, LEAD, sections, tuple(_figures(areas)), filters)


def _options(runs: Sequence[RunValue]) -> dict[str, tuple[tuple[str, str], ...]]:
    titles = group_titles()
    groups = list(dict.fromkeys(group for run in runs for group in run.answer.groups("gap")))
    lines = [line for run in runs if (line := run.answer.line("gap")) is not None]
    years = sorted(set.intersection(*({day.year for day in line.at[1:]} for line in lines))) if lines else []
    return {
        "group": tuple((group, titles.get(group, group)) for group in groups),
        "year": tuple((str(year), str(year)) for year in years),
        "shade": tuple((by, title) for by, (title, _) in SHADES.items()),
        "places": tuple((amount, amount) for amount in AMOUNTS),
    }


def _areas(runs: Sequence[RunValue], group: str, year: int) -> Iterator[Area]:
    for run in runs:
        gap = run.answer.line("gap", group)
        people, wte = (run.answer.line("supply", group, unit) for unit in ("people", "WTE"))
        if gap is None or wte is None:
            continue
        at = next((n for n, day in enumerate(gap.at) if day.year == year), None)
        if at is not None:
            yield Area(run, gap, (people or wte).mean[0], wte.mean[0], at)


def _where(areas: Sequence[Area], drawn: Boundaries, chosen: dict[str, str]) -> Section:
    year, by, shown = int(chosen["year"]), chosen["shade"], shown_of(areas)
    unit, note = SHADES[by][1], footnotes([one.run for one in shown])
    said = worst_said(shown, by, year)
    short = {one.run.name: round(one.shaded(by), 1) for one in shown if one.middle > 0}
    charts = (
        *gap_map(shown, drawn, by, year),
        *([bar(f"Staff short in {year}", short, unit, note, said)] if short else ()),
    )
    notes = () if len(charts) > bool(short) else (f"No map is drawn: it needs two or more places. {BOUNDARIES_HELD}",)
    return Section(
        "Where the gap is", "" if charts else said, charts=charts, tables=(_table(areas, year),), notes=notes
    )


def _table(areas: Sequence[Area], year: int) -> Table:
    columns = (
        Column("area", "Area"),
        figure_column("wte", "WTE now", Unit.WTE),
        figure_column("middle", f"Gap {year}", Unit.WTE),
        figure_column("low", "80%: from", Unit.WTE),
        figure_column("high", "80%: to", Unit.WTE),
        figure_column("chance", "Chance of being short", Unit.PERCENT),
        Column("run", "Run"),
    )
    shown = shown_of(areas)
    rows = tuple((one.run.name, *(_cells(one) if one in shown else _withheld(one)), one.run.number) for one in areas)
    links = tuple(address(one.run.code, part=one.run.part) for one in areas)
    return Table("The gap by area", columns, rows, links)


def _cells(one: Area) -> tuple[Cell, ...]:
    ends = (one.middle, one.gap.quantile(0.1)[one.at], one.gap.quantile(0.9)[one.at])
    chance = round(100 * one.gap.chance_above(0, one.gap.at[one.at]), 1)
    return (round(one.wte, 1), *(round(end, 1) for end in ends), chance)


def _withheld(one: Area) -> tuple[Cell, ...]:
    return (Suppression.PRIMARY if one.hidden else Suppression.SECONDARY,) * 5


def _shared(areas: Sequence[Area], amount: int) -> Section:
    short = [one for one in shown_of(areas) if one.middle > 0]
    heading = "Training places, shared out fairly"
    if not short:
        return Section(heading, "No area is expected to be short of these staff, so there is nothing to share out.")
    room = [training_place(one.heads, one.wte / one.heads if one.heads else 1.0) for one in short]
    most, worth = np.array([places for places, _ in room]), np.array([each for _, each in room])
    found = whole_places(amount, most, worth, np.array([one.middle for one in short]))
    columns = (
        Column("area", "Area"),
        Column("places", "Places a year", Kind.NUMBER),
        Column("room", "Room for", Kind.NUMBER),
        figure_column("gap", "Gap", Unit.WTE),
        figure_column("closed", "Closed by one year's places", Unit.PERCENT),
    )
    rows = tuple(
        (one.run.name, int(found.places[0, n]), int(most[n]), round(one.middle, 1), round(100 * found.closed[n], 1))
        for n, one in enumerate(short)
    )
    said = words.shared_said(found, [one.run.name for one in short])
    left = amount - int(found.places.sum())
    notes = (FAIR, BRINGS, *((f"{left} places are left over: no area has room for them, or a gap.",) if left else ()))
    return Section(heading, said, tables=(Table("Training places by area", columns, rows),), notes=notes)


def _figures(areas: Sequence[Area]) -> Iterator[Figure]:
    for one in shown_of(areas):
        yield figure(one.run, "forecast_gap", one.middle, one.gap.at[one.at])
