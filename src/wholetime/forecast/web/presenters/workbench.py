"""The scenario workbench: start from a scenario or from things as they are, pull levers, and see what they change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wholetime.chassis.engine.tables import Column, Kind, Table
from wholetime.chassis.web.page import Empty, Page, Section
from wholetime.forecast.engine.run import QuestionRefused
from wholetime.forecast.engine.run.workbench import Bench, Beside
from wholetime.forecast.queries.registers import register_in
from wholetime.forecast.queries.runs import RunValue
from wholetime.forecast.queries.scenarios import ScenarioValue
from wholetime.forecast.queries.viewpoint import Viewpoint
from wholetime.forecast.queries.workbench import bench_of
from wholetime.forecast.web.addresses import scenario_address
from wholetime.forecast.web.levers import Tried, lever_filters, tried
from wholetime.forecast.web.presenters.beside import changes_table, last_gap, last_table, supply_chart, tried_note
from wholetime.forecast.web.presenters.costs import costs_section

SLUG = "scenarios"
LEAD = (
    "Pull levers and see what they would change, in the same draws of chance. Keep what is worth keeping: as a "
    "scenario to come back to, or as a run."
)
SHIPPED = "wholetime"


def workbench_page(
    view: Viewpoint, run: RunValue, scenarios: Sequence[ScenarioValue], asked: Mapping[str, str]
) -> Page:
    title = f"Scenarios: {run.title}, {view.node.name}"
    try:
        bench = bench_of(run)
    except QuestionRefused as refusal:
        empty = Empty("No lever can be pulled here", f"{str(refusal).capitalize()}.", loads=False)
        return Page(SLUG, title, LEAD, (Section("No levers", empty=empty),), ())
    kept = _kept_section(view.node.code, scenarios)
    try:
        sections = (*_sections(run, _found(bench, tried(asked, scenarios, bench))), kept)
    except QuestionRefused as refusal:
        sections = (Section("This scenario does not fit", f"{refusal}."), kept)
    return Page(SLUG, title, LEAD, sections, last_gap(run), tuple(lever_filters(asked, scenarios)))


def _found(bench: Bench, asked: Tried) -> list[Beside]:
    """Things as they are, the scenario that is started from, and what the levers make of it."""
    start = asked.start.scenario if asked.start else None
    chosen = (start, asked.scenario if asked.is_pulled else None)
    return [bench.base, *(bench.beside(one) for one in chosen if one is not None and one.changes)]


def _sections(run: RunValue, found: Sequence[Beside]) -> Iterator[Section]:
    note = tried_note(run)
    yield Section("Side by side", charts=(supply_chart(found, note),), tables=(last_table(found, note),))
    changed = [one for one in found if one.scenario.changes]
    if changed:
        yield Section("What changes", tables=(changes_table([one.scenario for one in changed], register_in(run)),))
        yield costs_section(changed, note)


def _kept_section(code: str, scenarios: Sequence[ScenarioValue]) -> Section:
    columns = (
        Column("title", "Scenario"),
        Column("about", "What it says"),
        Column("whose", "Kept by"),
        Column("version", "Version"),
        Column("made", "Made", Kind.DATE),
    )
    shown = [one for one in scenarios if one.scenario.changes]
    rows = tuple(
        (
            one.title,
            one.scenario.note,
            one.area or SHIPPED,
            one.scenario.version,
            one.made_at.date() if one.made_at else None,
        )
        for one in shown
    )
    links = tuple(scenario_address(code, one.key) for one in shown)
    table = Table("Scenarios that can be started from and compared", columns, rows, links)
    return Section("Scenarios", tables=(table,))
