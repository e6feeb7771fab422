"""The scenario workbench: pull levers, and see supply, need and gap beside things as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from wholetime.chassis.engine.charts import Series, trend
from wholetime.chassis.engine.tables import Cell, Column, Table
from wholetime.chassis.engine.wording import day_text, number_text
from wholetime.chassis.web.page import Empty, Filter, Page, Section
from wholetime.forecast.engine.run import Line, QuestionRefused
from wholetime.forecast.engine.run.workbench import DRAWS, PHASES, PULLS, Beside, pulled
from wholetime.forecast.engine.scenario.scenario import Change, Scenario
from wholetime.forecast.queries.runs import RunValue
from wholetime.forecast.queries.viewpoint import Viewpoint
from wholetime.forecast.queries.workbench import Bench, bench_of
from wholetime.forecast.web.footnotes import footnote
from wholetime.forecast.web.presenters.overview import LIKELY
from wholetime.kernel.figure import Unit

SLUG = "scenarios"
LEAD = "Pull levers and see what they would change, in the same draws of chance. Keep what is worth keeping as a run."


def workbench_page(view: Viewpoint, run: RunValue, scenarios: Sequence[Scenario], asked: Mapping[str, str]) -> Page:
    title = f"Scenarios: {run.title}, {view.node.name}"
    try:
        bench = bench_of(run)
    except QuestionRefused as refusal:
        empty = Empty("No lever can be pulled here", f"{str(refusal).capitalize()}.", loads=False)
        return Page(SLUG, title, LEAD, (Section("No levers", empty=empty),), ())
    chosen = next((one for one in scenarios if one.name == asked.get("scenario")), None)
    own = levers_of(asked, bench.counted_on.year, bench)
    filters = (*_levers(asked), *_others(scenarios, asked))
    sections: tuple[Section, ...]
    try:
        found = [bench.base, *(bench.beside(one) for one in (chosen, own) if one is not None and one.changes)]
        sections = tuple(_sections(run, found))
    except QuestionRefused as refusal:
        sections = (Section("This scenario does not fit", f"{refusal}."),)
    return Page(SLUG, title, LEAD, sections, (), filters)


def levers_of(asked: Mapping[str, str], first_year: int, bench: Bench) -> Scenario:
    """The scenario of the levers in the address; anything that is not offered is left out."""
    pulls = {one.assumption: float(asked[one.assumption]) for one in PULLS if _number(asked.get(one.assumption, ""))}
    phased = next((years for years in PHASES if str(years) == asked.get("phased")), PHASES[0])
    return pulled(pulls, phased, first_year, bench.ground.register)


def _number(text: str) -> bool:
    return any(text == f"{step:g}" for one in PULLS for step in one.steps)


def _levers(asked: Mapping[str, str]) -> Iterator[Filter]:
    for one in PULLS:
        steps = ((f"{step:g}", one.text(step)) for step in one.steps)
        offered = (("", "As things are"), *steps)
        yield Filter(one.assumption, one.title, offered, asked.get(one.assumption, ""))
    yield Filter("phased", "All of it after", tuple((str(n), _years(n)) for n in PHASES), asked.get("phased", ""))


def _years(number: int) -> str:
    return "1 year" if number == 1 else f"{number} years"


def _others(scenarios: Sequence[Scenario], asked: Mapping[str, str]) -> Iterator[Filter]:
    offered = (("", "None"), *((one.name, one.title) for one in scenarios if one.changes))
    yield Filter("scenario", "Beside a scenario that is kept", offered, asked.get("scenario", ""))


def _sections(run: RunValue, found: Sequence[Beside]) -> Iterator[Section]:
    series = [Series(_titled(one), _middle(one)) for one in found]
    needed = Series("Needed, as things are", tuple(zip(found[0].need.at, found[0].need.quantile(0.5), strict=True)))
    note = f"{footnote(run)} Tried with {DRAWS} draws of its seed."
    chart = trend("Staff in WTE under each scenario, middle of the draws", [*series, needed], Unit.WTE, note, wide=True)
    yield Section("Side by side", charts=(chart,), tables=(_table(found, note),))
    changed = [one for one in found if one.scenario.changes]
    if changed:
        yield Section("What changes", tables=(_changes(changed),))


def _titled(one: Beside) -> str:
    return one.scenario.title if one.scenario.changes else "As things are"


def _middle(one: Beside) -> tuple[tuple[date, float], ...]:
    return tuple(zip(one.supply.at, one.supply.quantile(0.5), strict=True))


def _table(found: Sequence[Beside], source: str) -> Table:
    """A row a result and a column a scenario: in words, because a result is a middle with its interval."""
    last = found[0].supply.at[-1]
    columns = (
        Column("what", f"On {day_text(last)}"),
        *(Column(f"s{n}", one.scenario.title) for n, one in enumerate(found)),
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


def _changes(found: Sequence[Beside]) -> Table:
    columns = (
        Column("scenario", "Scenario"),
        Column("what", "Assumption"),
        Column("to", "Becomes"),
        Column("when", "From and by"),
        Column("reason", "Why"),
    )
    rows = tuple(
        (one.scenario.title, change.assumption.replace("_", " "), _becomes(change), _when(change), change.reason)
        for one in found
        for change in one.scenario.in_order
    )
    return Table("Assumptions that change", columns, rows)


def _becomes(change: Change) -> str:
    if change.to is None:
        return f"{change.times:g} times what it is"
    exact = change.to.low == change.to.high
    return f"{change.to.central:g}" if exact else f"{change.to.central:g} ({change.to.low:g} to {change.to.high:g})"


def _when(change: Change) -> str:
    return f"{change.from_year}" if change.phased == 1 else f"{change.from_year}, all of it by {change.complete}"
