"""Spells: from when until when each person was on an employer's list, worked out once for a version of the lake.

Six million monthly rows become some hundred thousand spells, from which joiners, leavers and stayers over any
period are quick counts.
"""

from __future__ import annotations

from pathlib import Path

import ibis
import polars as pl
from django.conf import settings

from wholetime.dataset.engine.frames import Table
from wholetime.dataset.queries.in_post import in_post
from wholetime.dataset.queries.lake import Lake, Version, lake


def spells() -> pl.LazyFrame:
    """Columns org, sector, person, slice (of the last month), first, last (month ends), held_first, held_last (the
    first and last month held of the organisation), and the staff group, sex, age, ethnicity and nationality of the
    first month (``first_…``) and the last (``last_…``).

    A person missing from one month's list and back in the next has two spells. Months an organisation never sent
    break nobody's spell.
    """
    known = lake()
    file = _file(known.version)
    if not file.exists():
        _build(known, file)
    return pl.scan_parquet(file)


def _file(version: Version) -> Path:
    return Path(settings.HOME) / "derived" / f"spells-{version.newest}-{version.count}.parquet"


def _build(known: Lake, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_suffix(".writing")
    known.read(spells_of(in_post(known.table(Table.ASSIGNMENT)))).write_parquet(temporary)
    temporary.rename(file)
    for older in file.parent.glob("spells-*.parquet"):
        if older != file:
            older.unlink(missing_ok=True)


def spells_of(assignments: ibis.Table) -> ibis.Table:
    """The spells in a table of monthly assignments, as an expression."""
    people = _people(assignments)
    months = people.select("org", "month").distinct()
    numbered = months.mutate(
        number=ibis.row_number().over(group_by="org", order_by="month"),
        held_first=months.month.min().over(group_by="org"),
        held_last=months.month.max().over(group_by="org"),
    )
    listed = people.join(numbered, ["org", "month"])
    positioned = listed.mutate(position=ibis.row_number().over(group_by=["org", "person"], order_by="month"))
    islands = positioned.mutate(island=positioned.number - positioned.position)
    return islands.group_by(["org", "person", "island"]).aggregate(
        first=islands.month.min(),
        last=islands.month.max(),
        held_first=islands.held_first.min(),
        held_last=islands.held_last.max(),
        sector=islands.sector.arbitrary(),
        **{f"first_{name}": islands[name].argmin(islands.month) for name in TRAITS},
        **{f"last_{name}": islands[name].argmax(islands.month) for name in (*TRAITS, "slice")},
    )


TRAITS = ("staff_group", "sex", "age", "ethnicity", "nationality")


def _people(assignments: ibis.Table) -> ibis.Table:
    """One row a person, organisation and month, whatever number of assignments."""
    return assignments.group_by(["org", "person", "month"]).aggregate(
        sector=assignments.sector.arbitrary(),
        slice=assignments.slice.max(),
        **{name: assignments[name].max() for name in TRAITS},
    )
