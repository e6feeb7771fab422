"""The gap closer: the cheapest mix of levers, year by year, what it leaves, and what stands in its way."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from wholetime.chassis.engine.charts import Chart, Series, trend
from wholetime.chassis.engine.tables import Cell, Column, Kind, Table, figure_column
from wholetime.chassis.web.page import Empty, Filter, Page, Section, Tile
from wholetime.dataset.api import group_titles
from wholetime.forecast.engine.gap import words
from wholetime.forecast.engine.gap.closer import Closed, Wish
from wholetime.forecast.engine.gap.levers import Lever
from wholetime.forecast.engine.run import QuestionRefused
from wholetime.forecast.engine.uncertain import Floats
from wholetime.forecast.queries.closing import plan_of
from wholetime.forecast.queries.runs import RunValue
from wholetime.forecast.queries.viewpoint import Viewpoint
from wholetime.forecast.web.footnotes import FEW, figure, footnote, is_open, withheld
from wholetime.kernel.figure import Suppression, Unit

SURE = (("0.5", "In half of the futures"), ("0.75", "In 3 of 4 futures"), ("0.9", "In 9 of 10 futures"))
BUDGETS = (("", "No limit"), *((str(n), f"£{n} million a year") for n in (1, 5, 20, 100)))
LEAD = (
    "The cheapest mix of training, recruitment, retention and technology that closes the gap of each staff group, "
    "within the limits of each lever. Costs, limits and lead times are starting points that nobody has checked."
)
NO_LIMIT = "No limit binds: more of any lever would change nothing."


def closing_page(view: Viewpoint, run: RunValue, asked: dict[str, str]) -> Page:
    """The page of what would close the gap of ``run``; ``asked``: by (year), sure, budget."""
    filters, wish = _filters(run, asked)
    title = f"Closing the gap, {view.node.name}"
    try:
        found = plan_of(run, wish) if wish.groups else None
    except QuestionRefused as refused:
        empty = Empty("This forecast cannot say what would close a gap", f"{_sentence(refused)}", loads=False)
        return Page("close", title, "", (Section("No plan", empty=empty),), ())
    if found is None:
        text = f"No staff group is expected to be short from {wish.by} to {wish.to}."
        empty = Empty("No gap to close", text, loads=False)
        return Page("close", title, LEAD, (Section("No gap", empty=empty),), (), filters)
    sections = tuple(_sections(run, found))
    figures = tuple(tile.figure for tile in sections[0].tiles)
    return Page("close", title, LEAD, sections, figures, filters)


def _filters(run: RunValue, asked: dict[str, str]) -> tuple[tuple[Filter, ...], Wish]:
    """The choices of the page, and what they ask for. What is not among the choices is as if it were not asked."""
    supply = run.answer.line("supply", unit="WTE")
    years = [day.year for day in supply.at[1:]] if supply else []
    options = {
        "by": tuple((str(year), str(year)) for year in years),
        "sure": SURE,
        "budget": BUDGETS,
    }
    usual = {"by": str(years[len(years) // 2]) if years else "", "sure": "0.5", "budget": ""}
    chosen = {name: asked[name] if asked.get(name) in dict(options[name]) else usual[name] for name in options}
    labels = {"by": "Closed by", "sure": "Closed", "budget": "Budget"}
    filters = tuple(Filter(name, labels[name], options[name], chosen[name]) for name in options)
    return filters, _wish(run, years, chosen)


def _wish(run: RunValue, years: list[int], chosen: dict[str, str]) -> Wish:
    groups = tuple(group for group in run.answer.groups("gap") if not _few(run, group))
    titles = group_titles()
    if not years or not groups:
        return Wish((), 1, 1)
    by = int(chosen["by"])
    level = float(chosen["sure"])
    safety = tuple(
        tuple(_margin(run, group, year - years[0] + 1, level) for group in groups) for year in range(by, years[-1] + 1)
    )
    return Wish(
        groups=groups,
        by=by,
        to=years[-1],
        budget=float(chosen["budget"]) * 1e6 if chosen["budget"] else None,
        safety=safety if level > 0.5 else (),
        called=tuple((group, titles.get(group, group)) for group in groups),
    )


def _few(run: RunValue, group: str) -> bool:
    """A plan for a handful of recorded people would tell of them."""
    people = run.answer.line("supply", group, "people")
    return not is_open(run) and (people is None or people.mean[0] < 2 * FEW)


def _margin(run: RunValue, group: str, point: int, level: float) -> float:
    """WTE between the middle of the draws of a gap and a level of them."""
    line = run.answer.line("gap", group)
    return line.quantile(level)[point] - line.quantile(0.5)[point] if line else 0.0


def _sections(run: RunValue, found: Closed) -> Iterator[Section]:
    note = footnote(run)
    yield Section("In short", words.plan_said(found.plan), tiles=tuple(_tiles(run, found)))
    yield Section("The gap with and without the plan", charts=(_chart(run, found, note),))
    yield Section("What to do", tables=(_levers(found, note), _by_year(found, note)))
    yield Section("By staff group", tables=(_groups(run, found, note),))
    limits = tuple(words.limit_said(limit) for limit in found.limits)
    yield Section("What stands in the way", notes=limits or (NO_LIMIT,))
    yield Section("Prices, limits and lead times", tables=(_prices(found),), notes=_assumed())


def _tiles(run: RunValue, found: Closed) -> Iterator[Tile]:
    last = run.answer.line("supply", unit="WTE")
    assert last is not None  # a plan is only asked of runs that have one
    day = last.at[-1]
    before, left = _short(found.gap)[-1], _short(found.left)[-1]
    without, with_it = (f"Short {word} the plan, {day.year}" for word in ("without", "with"))
    yield Tile(figure(run, "forecast_gap", before, day), without, "staff groups that are short, together")
    yield Tile(figure(run, "forecast_gap", left, day), with_it, "as the forecast itself has it")


def _short(gap: Floats) -> list[float]:
    """Shortages of the groups together, year by year."""
    return [float(round(value, 1)) for value in np.maximum(gap, 0).sum(axis=1)]


def _chart(run: RunValue, found: Closed, note: str) -> Chart:
    line = run.answer.line("supply", unit="WTE")
    assert line is not None
    days = line.at[: len(found.years)]
    pairs = (("Without the plan", _short(found.gap)), ("With the plan", _short(found.left)))
    series = [Series(name, tuple(zip(days, values, strict=True))) for name, values in pairs]
    return trend("Staff short, WTE", series, Unit.WTE, note, from_zero=True)


def _levers(found: Closed, note: str) -> Table:
    columns = (
        Column("lever", "Lever"),
        Column("unit", "Unit"),
        Column("units", "Units in all", Kind.NUMBER, 1),
        Column("from", "First year"),
        Column("to", "Last year"),
        Column("cost", "Cost, £", Kind.NUMBER),
    )
    rows: list[tuple[Cell, ...]] = []
    for lever, units in zip(found.plan.task.levers, found.plan.units, strict=True):
        used = np.flatnonzero(units > 0.005)
        if len(used):
            first, last = (found.years[1 + int(used[end])] for end in (0, -1))
            cost = round(float(lever.cost) * float(units.sum()))
            rows.append((lever.title, lever.units, round(float(units.sum()), 1), str(first), str(last), cost))
    return Table("The plan by lever", columns, tuple(rows), source=note)


def _by_year(found: Closed, note: str) -> Table:
    names = list(dict.fromkeys(_kind(lever) for lever in found.plan.task.levers))
    spent = found.plan.task.cost * found.plan.units
    whose = np.array([names.index(_kind(lever)) for lever in found.plan.task.levers])
    columns = (
        Column("year", "Year to"),
        *(Column(f"c{n}", f"{name}, £", Kind.NUMBER) for n, name in enumerate(names)),
        Column("cost", "Together, £", Kind.NUMBER),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            str(year),
            *(round(float(spent[whose == n, at].sum())) for n in range(len(names))),
            round(float(spent[:, at].sum())),
        )
        for at, year in enumerate(found.years[1:])
    )
    return Table("Cost by year", columns, rows, source=note)


def _groups(run: RunValue, found: Closed, note: str) -> Table:
    last = found.years[-1]
    columns = (
        Column("group", "Staff group"),
        figure_column("before", f"Gap {last}", Unit.WTE),
        figure_column("left", "Left with the plan", Unit.WTE),
        Column("cost", "Cost, £", Kind.NUMBER),
    )
    spent = (found.plan.task.cost * found.plan.units).sum(axis=1)
    whose = np.array([lever.group for lever in found.plan.task.levers])
    rows = tuple(
        (
            found.wish.titled(group),
            _cell(run, float(found.gap[-1, n])),
            _cell(run, float(found.left[-1, n])),
            round(float(spent[whose == group].sum())),
        )
        for n, group in enumerate(found.wish.groups)
    )
    return Table("The gap by staff group", columns, rows, source=note)


def _cell(run: RunValue, value: float) -> Cell:
    return Suppression.PRIMARY if withheld(run, abs(value)) else round(value, 1)


def _prices(found: Closed) -> Table:
    columns = (
        Column("lever", "Lever"),
        Column("unit", "Unit"),
        Column("cost", "£ a unit", Kind.NUMBER),
        Column("most", "Most in a year", Kind.NUMBER, 1),
        Column("lead", "Years before it can begin", Kind.NUMBER),
        Column("checked", "Checked"),
    )
    rows = tuple(
        (one.title, one.unit, one.cost, one.most, one.lead, "Yes" if one.verified else "No")
        for one in found.plan.task.levers
    )
    return Table("What each lever costs and how much of it there is", columns, rows)


def _assumed() -> tuple[str, ...]:
    return (
        "The effect of a lever is measured with the forecast: a unit in one year, and the gap of every year after.",
        "Costs are those of the lever, without the pay of those who join or what is saved on agency staff.",
        "Recruiting from other employers in health and care is not a lever: it closes one gap and opens another.",
    )


def _kind(lever: Lever) -> str:
    return lever.title.partition(",")[0]


def _sentence(refused: QuestionRefused) -> str:
    text = str(refused)
    return f"{text[:1].upper()}{text[1:]}."
