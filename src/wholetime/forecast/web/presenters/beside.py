"""Scenarios of one run side by side, as tables and charts: the same draws of chance under other assumptions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from wholetime.chassis.engine.charts import Chart, Series, trend
from wholetime.chassis.engine.charts.chart import said as number_said
from wholetime.chassis.engine.tables import Cell, Column, Kind, Table, figure_column
from wholetime.chassis.engine.wording import day_text, number_text
from wholetime.forecast.engine.run import Line
from wholetime.forecast.engine.run.workbench import MOST_DRAWS, Beside
from wholetime.forecast.engine.scenario.register import Register
from wholetime.forecast.engine.scenario.scenario import Change, Scenario
from wholetime.forecast.queries.runs import RunValue
from wholetime.forecast.web.footnotes import figure, footnote
from wholetime.forecast.web.presenters.overview import LIKELY
from wholetime.kernel.figure import Figure, Unit

AS_THEY_ARE = "As things are"
NEEDED = "Needed, as things are"


def tried_note(run: RunValue) -> str:
    """The footnote of figures that were tried on a run's question."""
    return f"{footnote(run)} Tried in {draws_text(run)}."


def draws_text(run: RunValue) -> str:
    """In which of a run's draws scenarios are tried."""
    held = run.question.draws
    return f"its own {held:,} draws" if held <= MOST_DRAWS else f"the first {MOST_DRAWS:,} of its {held:,} draws"


def last_gap(run: RunValue) -> tuple[Figure, ...]:
    """The gap of the run itself in its last year: what every column is set beside."""
    gap = run.answer.line("gap")
    return () if gap is None else (figure(run, "forecast_gap", gap.quantile(0.5)[-1], gap.at[-1]),)


def titled(one: Beside) -> str:
    return one.scenario.title if one.scenario.changes else AS_THEY_ARE


def lines_chart(title: str, found: Sequence[Beside], which: Callable[[Beside], Line], note: str) -> Chart:
    """The middle of the draws under each scenario."""
    series = [Series(titled(one), _middle(which(one))) for one in found]
    return trend(title, series, Unit.WTE, note, ends_said(series), wide=True)


def ends_said(series: Sequence[Series]) -> str:
    """``In November 2035: as things are, 98,330 WTE; retention, 104,402 WTE.``"""
    ends = [f"{_name(one.name)}, {number_said(one.points[-1][1] or 0, Unit.WTE)}" for one in series]
    return f"In {series[0].points[-1][0]:%B %Y}: {'; '.join(ends)}."


def _name(title: str) -> str:
    return f"{title[:1].lower()}{title[1:]}" if title in (AS_THEY_ARE, NEEDED) else title


def supply_chart(found: Sequence[Beside], note: str) -> Chart:
    """Supply under each scenario, and the need as things are."""
    series = [Series(titled(one), _middle(one.supply)) for one in found]
    series.append(Series(NEEDED, _middle(found[0].need)))
    title = "Staff in WTE under each scenario, middle of the draws"
    return trend(title, series, Unit.WTE, note, ends_said(series), wide=True)


def last_table(found: Sequence[Beside], source: str) -> Table:
    """A row a result and a column a scenario: in words, because a result is a middle with its interval."""
    last = found[0].supply.at[-1]
    columns = (
        Column("what", f"On {day_text(last)}"),
        *(Column(f"s{n}", titled(one)) for n, one in enumerate(found)),
    )
    rows: list[tuple[Cell, ...]] = [
        ("Supply, WTE", *(_range(one.supply) for one in found)),
        ("Need, WTE", *(_range(one.need) for one in found)),
        ("Gap, WTE (above nought is short)", *(_range(one.gap) for one in found)),
        ("Chance of being short", *(f"{100 * one.gap.chance_above(0, last):.0f}%" for one in found)),
        ("First more likely short than not", *(_first(one) for one in found)),
        ("Supply beside things as they are", *(_apart(one.supply, found[0].supply) for one in found)),
        ("Gap beside things as they are", *(_apart(one.gap, found[0].gap) for one in found)),
    ]
    return Table("Scenarios side by side", columns, tuple(rows), source=source)


def yearly_table(caption: str, found: Sequence[Beside], which: Callable[[Beside], Line], source: str) -> Table:
    """The middle of the draws, a row a year and a column a scenario."""
    columns = (
        Column("day", "On", Kind.DATE),
        *(figure_column(f"s{n}", titled(one), Unit.WTE) for n, one in enumerate(found)),
    )
    middles = [which(one).quantile(0.5) for one in found]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (day, *(round(middle[at], 1) for middle in middles)) for at, day in enumerate(which(found[0]).at)
    )
    return Table(caption, columns, rows, source=source)


def changes_table(scenarios: Sequence[Scenario], register: Register) -> Table:
    """Every assumption that changes, to what, when and why; of which scenario, where there are several."""
    several = len(scenarios) > 1
    columns = (
        *([Column("scenario", "Scenario")] if several else []),
        Column("what", "Assumption"),
        Column("to", "Becomes"),
        Column("when", "From and by"),
        Column("reason", "Why"),
    )
    rows = tuple(
        (
            *([one.title] if several else []),
            _assumption(register, change),
            _becomes(change),
            _when(change),
            change.reason,
        )
        for one in scenarios
        for change in one.in_order
    )
    return Table("Assumptions that change", columns, rows)


def _assumption(register: Register, change: Change) -> str:
    held = register.by_name.get(change.assumption)
    return held.title if held else change.assumption.replace("_", " ")


def _middle(line: Line) -> tuple[tuple[date, float], ...]:
    return tuple(zip(line.at, line.quantile(0.5), strict=True))


def _range(line: Line) -> str:
    low, middle, high = (line.quantile(level)[-1] for level in (0.1, 0.5, 0.9))
    return f"{number_text(middle, 0)} ({number_text(low, 0)} to {number_text(high, 0)})"


def _first(one: Beside) -> str:
    return next(
        (str(day.year) for day in one.gap.at[1:] if one.gap.chance_above(0, day) > LIKELY), "not in these years"
    )


def _apart(line: Line, base: Line) -> str:
    apart = line.quantile(0.5)[-1] - base.quantile(0.5)[-1]
    return "the same" if round(apart) == 0 else f"{'+' if apart > 0 else ''}{number_text(apart, 0)} WTE"


def _becomes(change: Change) -> str:
    if change.to is None:
        return f"{change.times:g} times what it is"
    exact = change.to.low == change.to.high
    return f"{change.to.central:g}" if exact else f"{change.to.central:g} ({change.to.low:g} to {change.to.high:g})"


def _when(change: Change) -> str:
    return f"{change.from_year}" if change.phased == 1 else f"{change.from_year}, all of it by {change.complete}"
