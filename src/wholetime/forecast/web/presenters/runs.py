"""Every run that was made of an area, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from wholetime.chassis.engine.tables import Column, Kind, Table
from wholetime.chassis.engine.wording import counted
from wholetime.chassis.web.page import Empty, Page, Section
from wholetime.dataset.api import group_titles
from wholetime.forecast.queries.runs import RunValue
from wholetime.forecast.queries.viewpoint import Viewpoint
from wholetime.forecast.web.addresses import run_address


def runs_page(view: Viewpoint, runs: Sequence[RunValue]) -> Page:
    lead = "A run is never changed. Open one to see all that it rests on, to run it again, or to set it beside another."
    if not runs:
        empty = Empty("No run has been made here yet", "Make a forecast first.", loads=False)
        return Page("runs", f"Runs, {view.node.name}", lead, (Section("Runs", empty=empty),), ())
    said = f"{counted(len(runs), 'run')}, newest first."
    section = Section("Runs", said, tables=(runs_table(runs, f"Runs of {view.node.name}"),))
    return Page("runs", f"Runs, {view.node.name}", lead, (section,), ())


def runs_table(runs: Sequence[RunValue], caption: str) -> Table:
    columns = (
        Column("run", "Run"),
        Column("staff", "Whose staff"),
        Column("scenario", "Scenario"),
        Column("made", "Made on", Kind.DATE),
        Column("result", "Result"),
    )
    rows = tuple(
        (one.number, _whose(one), one.scenario or "As things are", one.made_at.date(), one.result_hash[:12])
        for one in runs
    )
    return Table(caption, columns, rows, tuple(run_address(one.key) for one in runs))


def _whose(run: RunValue) -> str:
    titles = group_titles()
    groups = ", ".join(titles.get(one, one) for one in run.groups.split(",") if one)
    return f"{run.title}: {groups}" if groups else run.title
