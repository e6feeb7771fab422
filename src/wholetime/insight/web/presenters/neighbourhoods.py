"""Neighbourhood teams across employers: who works there, for how many patients, who is alone, who is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from wholetime.chassis.engine.tables import Cell, Column, Table, figure_cell, figure_column
from wholetime.chassis.engine.wording import phrase
from wholetime.chassis.web.page import Empty, Page, Section
from wholetime.chassis.web.sources import source_line
from wholetime.insight.engine.neighbourhoods import Line, Team
from wholetime.insight.queries.names import Names
from wholetime.insight.queries.viewpoint import SECTORS, Viewpoint
from wholetime.insight.web.naming import group_title
from wholetime.kernel.figure import Figure, Unit

type Address = Callable[..., str]

NOTE = "People of a trust or council are counted in the neighbourhood where they work, as far as their records say it."


def neighbourhoods_page(view: Viewpoint, teams: Sequence[Team], names: Names, address: Address) -> Page:
    title = f"Neighbourhood teams, {view.node.name}"
    lead = "Everyone who works in a neighbourhood, whoever employs them."
    figures = tuple(figure for team in teams for figure in _figures(team))
    if not teams:
        text = "Choose a system, a place or a network: a practice is part of one, and a region has too many for a list."
        empty = Empty("No neighbourhood to show", text, loads=False)
        return Page("neighbourhoods", title, lead, (Section("Nothing to show yet", empty=empty),), figures)
    sections = tuple(_one(teams[0], names)) if len(teams) == 1 else (_all(teams, names, address),)
    return Page("neighbourhoods", title, lead, sections, figures)


def _figures(team: Team) -> Iterator[Figure]:
    yield from (team.patients,) if team.patients else ()
    yield from (line.wte for line in team.lines)
    yield from (one.headcount for one in team.alone)


def _all(teams: Sequence[Team], names: Names, address: Address) -> Section:
    columns = (
        Column("name", "Neighbourhood"),
        figure_column("patients", "Patients", Unit.PATIENTS),
        figure_column("groups", "Staff groups", Unit.PEOPLE),
        figure_column("employers", "Employers", Unit.PEOPLE),
        figure_column("alone", "Held by one person", Unit.PEOPLE),
        figure_column("absent", "Missing that most others have", Unit.PEOPLE),
    )
    rows = tuple(
        (
            names[team.neighbourhood],
            figure_cell(team.patients) if team.patients else None,
            len(team.lines),
            len({post.employer for line in team.lines for post in line.posts}),
            len(team.alone),
            len(team.absent),
        )
        for team in teams
    )
    links = tuple(address(team.neighbourhood, "neighbourhoods") for team in teams)
    source = source_line([figure for team in teams for figure in _figures(team)])
    table = Table("Open one to see its team", columns, rows, links, source)
    return Section("Teams", tables=(table,), notes=(NOTE,))


def _one(team: Team, names: Names) -> Iterator[Section]:
    said = f"{phrase(team.patients)} registered here." if team.patients else ""
    yield Section("The team", said, tables=(_lines(team, names),), notes=(NOTE,))
    alone: tuple[tuple[Cell, ...], ...] = tuple(
        (group_title(one.role), names.get(one.employer, one.employer)) for one in team.alone
    )
    if alone:
        columns = (Column("role", "Role"), Column("employer", "Employer"))
        note = "If that person is away, nobody of the same employer is there in their place."
        table = Table("Roles that one person holds", columns, alone)
        yield Section("Held by one person", tables=(table,), notes=(note,))
    absent: tuple[tuple[Cell, ...], ...] = tuple(
        (group_title(one.role), figure_cell(one.others_with_it)) for one in team.absent
    )
    if absent:
        columns = (Column("role", "Role"), figure_column("others", "Others that have it", Unit.PERCENT))
        yield Section("Missing here", tables=(Table("Roles that most other neighbourhoods have", columns, absent),))


def _lines(team: Team, names: Names) -> Table:
    columns = (
        Column("group", "Staff group"),
        figure_column("wte", "WTE", Unit.WTE),
        figure_column("patients", "Patients per WTE", Unit.PATIENTS_PER_WTE),
        Column("employers", "Employed by"),
    )
    rows = tuple(
        (
            group_title(line.group),
            figure_cell(line.wte),
            figure_cell(line.patients_per_wte) if line.patients_per_wte else None,
            _employers(line, names),
        )
        for line in team.lines
    )
    return Table("By staff group", columns, rows, source=source_line([line.wte for line in team.lines]))


def _employers(line: Line, names: Names) -> str:
    """Employer by employer, the largest number first where it is shown."""
    several = len({post.sector for post in line.posts}) > 1
    return "; ".join(
        f"{names.get(post.employer, post.employer)}{_sector(post.sector) if several else ''} {phrase(post.wte)}"
        for post in sorted(line.posts, key=lambda post: -(post.wte.value or 0))
    )


def _sector(code: str) -> str:
    return f" ({SECTORS.get(code, code)})"
