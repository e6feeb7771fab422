"""Spells: from when until when each person was on an employer's list, worked out once for a version of the lake.

Six million monthly rows become some hundred thousand spells, from which joiners, leavers and stayers over any
period are quick counts.
"""

from __future__ import annotations

import ibis
import polars as pl

from wholetime.dataset.engine.frames import Table
from wholetime.dataset.queries.derived import derived
from wholetime.dataset.queries.in_post import in_post
from wholetime.dataset.queries.lake import Lake, lake


def spells() -> pl.LazyFrame:
    """Columns org, sector, person, slice (of the last month), first, last (month ends), held_first, held_last (the
    first and last month held of the organisation), and the staff group, sex, age, ethnicity and nationality of the
    first month (``first_…``) and the last (``last_…``).

    A person missing from one month's list and back in the next has two spells. Months an organisation never sent
    break nobody's spell.
    """
    known = lake()
    return pl.scan_parquet(derived("spells", known.version, lambda: _built(known)))


def _built(known: Lake) -> pl.DataFrame:
    return known.read(spells_of(in_post(known.table(Table.ASSIGNMENT))))


def spells_of(assignments: ibis.Table) -> ibis.Table:
    """The spells in a table of monthly assignments (with ``sole``), as an expression.

    Nine in ten people have one spell from their first month to their last, which is seen by counting; only the
    others' months are put in order.
    """
    months = _months(assignments)
    whole = _from_first_to_last(assignments, months)
    unbroken = whole.filter(whole.months == whole.number_last - whole.number_first + 1)
    broken = assignments.semi_join(whole.anti_join(unbroken, ["org", "person"]), ["org", "person"])
    spans = unbroken.select(*SPAN).union(_islands(broken, months).select(*SPAN))
    held = months.group_by("org").aggregate(held_first=months.month.min(), held_last=months.month.max())
    return _with_traits(spans, assignments).join(held, "org")


TRAITS = ("staff_group", "sex", "age", "ethnicity", "nationality")
SPAN = ("org", "person", "first", "last")


def _months(assignments: ibis.Table) -> ibis.Table:
    """The months held of each organisation, numbered from nought."""
    months = assignments.select("org", "month").distinct()
    return months.mutate(number=ibis.row_number().over(group_by="org", order_by="month"))


def _from_first_to_last(assignments: ibis.Table, months: ibis.Table) -> ibis.Table:
    """One row a person and organisation: first and last month and their numbers, and how many months between."""
    sole = assignments.sole
    several = ibis.cases((~sole, assignments.month), else_=None)
    whole = assignments.group_by(["org", "person"]).aggregate(
        first=assignments.month.min(),
        last=assignments.month.max(),
        months=sole.cast("int64").sum() + several.nunique(),
    )
    for side in ("first", "last"):
        numbers = months.select("org", **{side: months.month, f"number_{side}": months.number})
        whole = whole.join(numbers, ["org", side])
    return whole


def _islands(assignments: ibis.Table, months: ibis.Table) -> ibis.Table:
    """The spells of people who were away and came back: months that follow one another keep their distance to the
    count of months present."""
    listed = assignments.select("org", "person", "month").distinct().join(months, ["org", "month"])
    placed = listed.mutate(position=ibis.row_number().over(group_by=["org", "person"], order_by="month"))
    islands = placed.mutate(island=placed.number - placed.position)
    found = islands.group_by(["org", "person", "island"])
    return found.aggregate(first=islands.month.min(), last=islands.month.max())


def _with_traits(spans: ibis.Table, assignments: ibis.Table) -> ibis.Table:
    """``spans`` with what the lists of their first and last months say; of several assignments the greatest."""
    listed = assignments.select("org", "person", "month", "sector", "slice", *TRAITS)
    ends = listed.join(spans, ["org", "person"])
    ends = ends.filter((ends["month"] == ends["first"]) | (ends["month"] == ends["last"]))
    at_first, at_last = ends["month"] == ends["first"], ends["month"] == ends["last"]
    return ends.group_by([*SPAN]).aggregate(
        sector=ends.sector.max(),
        **{f"first_{name}": ends[name].max(where=at_first) for name in TRAITS},
        **{f"last_{name}": ends[name].max(where=at_last) for name in (*TRAITS, "slice")},
    )
