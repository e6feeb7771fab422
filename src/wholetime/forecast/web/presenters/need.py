"""What the need of a forecast is worked out from: whom the work is for, and what each unit of it takes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from wholetime.chassis.engine.tables import Cell, Column, Kind, Table
from wholetime.chassis.engine.wording import number_text
from wholetime.chassis.web.page import Page, Section
from wholetime.dataset.api import group_titles
from wholetime.forecast.engine.demand.inputs import NeedInputs
from wholetime.forecast.engine.demand.projected import GENERAL
from wholetime.forecast.engine.demand.standards import Workload, pathway_titles, working_time, workloads
from wholetime.forecast.engine.reference import reference
from wholetime.forecast.queries.needed import Standing
from wholetime.forecast.queries.populations import ProjectionValue
from wholetime.forecast.queries.runs import RunValue
from wholetime.forecast.queries.viewpoint import Viewpoint
from wholetime.forecast.web.addresses import address
from wholetime.forecast.web.footnotes import footnote
from wholetime.forecast.web.presenters.standing import standing_section

LEAD = "Whom the work is for, what each unit of work takes, and two ways to work a need out of what is done."
UNCHECKED = (
    "Standards marked “no” were not read in the publication named, or are a starting point of our own. Nothing of a "
    "licensed tool is among them: who holds a licence enters what the tool gives, in WISN."
)
BACK = "1 WTE for each"


def need_page(view: Viewpoint, held: ProjectionValue | None, wanted: NeedInputs | None, standing: Standing) -> Page:
    """``wanted``: what the run that is shown made of its need, where it has one."""
    sections = [
        Section("Work it out", tables=(_ways(view, held),)),
        *([_followed(view.run, wanted)] if view.run and wanted and len(wanted.pathways) > 1 else []),
        *([standing_section(standing)] if standing.asked else []),
        Section("What each unit of work takes", tables=(_standards(workloads()),), notes=(UNCHECKED,)),
        Section("Time at work", _working_time(), tables=()),
        Section("Who the work is for, by age", tables=(_weights(),), notes=(f"Source: {_said('weights')}.",)),
        Section("Roles that share work", tables=(_roles(),), notes=(f"Source: {_said('roles')}.",)),
    ]
    return Page("need", f"Need, {view.node.name}", LEAD, tuple(sections), ())


def _ways(view: Viewpoint, held: ProjectionValue | None) -> Table:
    code, part = view.node.code, view.part
    now = f"in force: {held.title}" if held else "none held: the growth of past years is carried on"
    rows = (
        ("Population", "An official projection of the residents, by age and sex.", f"Every new forecast; {now}"),
        ("Cover", "How many must be on duty so that few wait, hour by hour.", "A&E, phone lines, delivery suites"),
        ("WISN", "Staff that the work of a year requires, by the method of WHO.", "A team, a ward, a practice"),
    )
    links = tuple(address(code, slug, part) for slug in ("population", "cover", "wisn"))
    columns = (Column("way", "Page"), Column("what", "What it answers"), Column("for", "For"))
    return Table("Ways to work out a need", columns, rows, links)


def _followed(run: RunValue, wanted: NeedInputs) -> Section:
    """What the need of each group follows in the run, as a share of the hours at the count."""
    units = {one.code: float(one.base[0]) for one in wanted.pathways}
    hours = {(one.group, one.pathway): float(one.hours[0]) * units[one.pathway] for one in wanted.standards}
    order = [one.code for one in wanted.pathways]
    columns = (
        Column("group", "Staff group"),
        *(Column(code, _pathway(code), Kind.PERCENT, 0) for code in order),
    )
    titles = group_titles()
    rows = tuple(
        (titles.get(group, group), *(_share(hours, group, code, order) for code in order)) for group in wanted.groups
    )
    said = (
        "The work that standards account for follows its own pathway, by the ages it is for; all other work follows "
        "the number of residents. Need at the count is today's; its course is what follows."
    )
    return Section(
        "What this forecast's need follows",
        said,
        tables=(Table("Share of the work", columns, rows, source=footnote(run)),),
    )


def _share(hours: dict[tuple[str, str], float], group: str, code: str, order: Sequence[str]) -> Cell:
    total = sum(hours.get((group, one), 0.0) for one in order)
    return round(100 * hours.get((group, code), 0.0) / total) if total else None


def _pathway(code: str) -> str:
    return "All residents" if code == GENERAL else pathway_titles().get(code, code)


def _standards(held: Sequence[Workload]) -> Table:
    columns = (
        Column("pathway", "Work"),
        Column("group", "Staff group"),
        Column("low", "Hours for each, low", Kind.NUMBER, 1),
        Column("central", "Middle", Kind.NUMBER, 1),
        Column("high", "High", Kind.NUMBER, 1),
        Column("back", BACK),
        Column("since", "Since", Kind.DATE),
        Column("checked", "Checked"),
        Column("source", "Source"),
    )
    units = {entry["code"]: entry["unit"] for entry in reference("workload_standards")["pathways"]}
    titles, present = group_titles(), float(working_time().present)
    rows = tuple(
        (
            _pathway(one.pathway),
            titles.get(one.group, one.group.replace("_", " ").capitalize()),
            round(one.hours.low, 2),
            round(one.hours.central, 2),
            round(one.hours.high, 2),
            _units(present / one.hours.central, units[one.pathway]),
            date.fromisoformat(one.effective_from),
            _checked(one.verified),
            one.source,
        )
        for one in held
    )
    return Table("Workload standards", columns, rows)


def _units(count: float, unit: str) -> str:
    return f"{number_text(count, 0 if count >= 100 else 1)} {unit}"


def _working_time() -> str:
    time, held = working_time(), reference("workload_standards")["working_time"]
    away = f"{number_text(time.away * 100, 0)}%"
    how = f"an uplift of {away}" if time.mode == "uplift" else f"headroom of {away}"
    return (
        f"One WTE is paid for {number_text(time.weekly, 1)} hours a week, {number_text(time.paid, 0)} a year; after "
        f"{how} for leave, sickness and training {number_text(time.present, 0)} hours are at work. "
        f"Source: {held['source']}, since {held['effective_from']}{'' if held['verified'] else ', not checked'}."
    )


def _weights() -> Table:
    held = [entry for entry in reference("workload_standards")["pathways"] if "weights" in entry]
    bands = list(held[0]["weights"])
    columns = (Column("work", "Work"), *(Column(band, band.replace("-", " to "), Kind.NUMBER, 1) for band in bands))
    rows = tuple((entry["title"], *(Decimal(str(entry["weights"][band])) for band in bands)) for entry in held)
    return Table("How much work a person of each age is", columns, rows)


def _roles() -> Table:
    columns = (
        Column("role", "Role"),
        Column("from", "Takes work from"),
        Column("to", "Counted among"),
        Column("ratio", "WTE for one WTE", Kind.NUMBER, 1),
    )
    titles = group_titles()
    rows = tuple(
        (
            entry["title"],
            titles.get(entry["from_group"], entry["from_group"]),
            titles.get(entry["to_group"], entry["to_group"].replace("_", " ").capitalize()),
            entry["ratio"],
        )
        for entry in reference("workload_standards")["roles"]
    )
    return Table("Roles", columns, rows)


def _said(what: str) -> str:
    held = reference("workload_standards")
    checked = "" if held[f"{what}_verified"] else ", not checked"
    return f"{held[f'{what}_source']}, since {held[f'{what}_effective_from']}{checked}"


def _checked(verified: bool) -> str:
    return "Yes" if verified else "No"
