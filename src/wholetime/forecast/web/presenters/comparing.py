"""Up to four scenarios beside things as they are: gap, supply, need and cost, year by year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from wholetime.chassis.engine.tables import Column, Table
from wholetime.chassis.web.page import Empty, Filter, Page, Section
from wholetime.forecast.engine.run import QuestionRefused
from wholetime.forecast.engine.run.workbench import Beside
from wholetime.forecast.engine.scenario.scenario import Scenario
from wholetime.forecast.queries.registers import register_in
from wholetime.forecast.queries.runs import RunValue
from wholetime.forecast.queries.scenarios import ScenarioValue, chosen_scenario
from wholetime.forecast.queries.viewpoint import Viewpoint
from wholetime.forecast.queries.workbench import bench_of
from wholetime.forecast.web.addresses import COMPARED, run_address
from wholetime.forecast.web.footnotes import footnote
from wholetime.forecast.web.presenters.beside import (
    AS_THEY_ARE,
    changes_table,
    draws_text,
    last_gap,
    last_table,
    lines_chart,
    supply_chart,
    tried_note,
    yearly_table,
)
from wholetime.forecast.web.presenters.costs import costs_section

SLUG = "compare"
LEAD = "Up to four scenarios beside things as they are, in the same draws of chance, year by year."


def comparing_page(
    view: Viewpoint,
    run: RunValue,
    scenarios: Sequence[ScenarioValue],
    runs: Mapping[str, RunValue],
    asked: Mapping[str, str],
) -> Page:
    """``runs`` are the newest runs under the scenarios of ``scenarios`` that were kept as runs, by key."""
    title = f"Scenarios compared: {run.title}, {view.node.name}"
    offered = [one for one in scenarios if one.scenario.changes]
    chosen = _chosen(offered, asked)
    filters = tuple(_filters(offered, chosen))
    try:
        bench = bench_of(run)
        found = [bench.base, *(bench.beside(one) for one in _told_apart(chosen))]
    except QuestionRefused as refusal:
        return Page(SLUG, title, LEAD, (Section("These cannot be compared", f"{refusal}."),), (), filters)
    if not chosen:
        empty = Empty("No scenario is chosen", "Choose one to four of them above.", loads=False)
        return Page(SLUG, title, LEAD, (Section("Choose scenarios", empty=empty),), (), filters)
    return Page(SLUG, title, LEAD, tuple(_sections(run, found, chosen, runs)), last_gap(run), filters)


def _chosen(offered: Sequence[ScenarioValue], asked: Mapping[str, str]) -> list[ScenarioValue]:
    """Those asked for, each once, in the order of the address."""
    keys = dict.fromkeys(asked.get(place, "") for place in COMPARED)
    return [one for key in keys if (one := chosen_scenario(offered, key)) is not None]


def _told_apart(chosen: Sequence[ScenarioValue]) -> Iterator[Scenario]:
    """The scenarios under titles that say which version they are, and which of two that are called alike."""
    titles = [AS_THEY_ARE, *(one.title for one in chosen)]
    for one in chosen:
        title = one.title if titles.count(one.title) == 1 else f"{one.title} ({one.key})"
        yield replace(one.scenario, title=title)


def _filters(offered: Sequence[ScenarioValue], chosen: Sequence[ScenarioValue]) -> Iterator[Filter]:
    options = (("", "None"), *((one.key, one.title) for one in offered))
    for place, name in enumerate(COMPARED):
        yield Filter(name, f"{name.capitalize()} scenario", options, chosen[place].key if place < len(chosen) else "")


def _sections(
    run: RunValue, found: Sequence[Beside], chosen: Sequence[ScenarioValue], runs: Mapping[str, RunValue]
) -> Iterator[Section]:
    note = tried_note(run)
    yield Section("In the last year", charts=(supply_chart(found, note),), tables=(last_table(found, note),))
    gap = lines_chart("The gap in WTE under each scenario, middle of the draws", found, lambda one: one.gap, note)
    yield Section(
        "The gap", charts=(gap,), tables=(yearly_table("Gap by year, WTE", found, lambda one: one.gap, note),)
    )
    tables = (
        yearly_table("Supply by year, WTE", found, lambda one: one.supply, note),
        yearly_table("Need by year, WTE", found, lambda one: one.need, note),
    )
    yield Section("Supply and need", tables=tables)
    yield costs_section(found[1:], note)
    yield Section("What changes", tables=(changes_table([one.scenario for one in found[1:]], register_in(run)),))
    yield Section("Runs", tables=(_runs(run, chosen, runs),))


def _runs(run: RunValue, chosen: Sequence[ScenarioValue], runs: Mapping[str, RunValue]) -> Table:
    """Which run each column rests on, and which has the scenario with all of its draws."""
    columns = (
        Column("scenario", "Scenario"),
        Column("version", "Version"),
        Column("run", "Run"),
        Column("note", "Draws"),
    )
    tried = f"Not kept as a run: tried here in the draws of run {run.number}"
    rows = [("As things are", "", run.number, f"Here in {draws_text(run)}. {footnote(run)}")]
    links: list[str | None] = [run_address(run.key)]
    for one in chosen:
        held = runs.get(one.key)
        said = f"Kept with {held.question.draws:,} draws. {footnote(held)}" if held else tried
        rows.append((one.title, one.scenario.version, held.number if held else "", said))
        links.append(run_address(held.key) if held else None)
    return Table("The runs behind the columns", columns, tuple(rows), tuple(links))
