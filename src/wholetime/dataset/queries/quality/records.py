"""The records that quality is judged on: each employer's newest month in each person-level source."""

from __future__ import annotations

import polars as pl

from wholetime.chassis.api import Scope, within
from wholetime.dataset.engine.frames import SCHEMAS, Table
from wholetime.dataset.engine.quality import completeness
from wholetime.dataset.queries.in_reach import in_reach
from wholetime.dataset.queries.lake import lake

PEOPLE = {
    "esr_staff_list": Table.ASSIGNMENT,
    "asc_wds_worker": Table.ASSIGNMENT,
    "esr_absence": Table.ABSENCE,
    "esr_leavers": Table.DEPARTURE,
}


def newest_records(scope: Scope, source: str) -> pl.DataFrame:
    """The canonical rows of ``source`` in the newest month of each organisation in ``scope``."""
    table, known = PEOPLE[source], lake()
    rows = known.table(table).join(known.slices, "slice")
    rows = rows.filter(rows.adapter == source)
    newest = in_reach(known.read(rows.group_by("org").aggregate(month=rows.month.max())))
    if not scope.everything:  # here, because a nation has 60,000 codes and a lake some hundred employers
        newest = newest.filter(pl.col("org").is_in(within(scope)["code"].to_list()))
    if newest.is_empty():
        return pl.DataFrame(schema=SCHEMAS[table])
    kept = rows.filter(rows.org.isin(newest["org"].to_list()), rows.month.isin(newest["month"].unique().to_list()))
    found = known.read(kept.select(*SCHEMAS[table])).cast(SCHEMAS[table])  # type: ignore[arg-type]
    return found.join(newest, on=["org", "month"], how="semi", maintain_order="left")


def complete_fields(scope: Scope) -> pl.DataFrame:
    """Completeness of every source, organisation and field: as the engine has it, with a column ``source``."""
    found = []
    for source in PEOPLE:
        records = newest_records(scope, source)
        if records.height:
            found.append(completeness(records, source).with_columns(source=pl.lit(source)))
    return pl.concat(found) if found else pl.DataFrame()


def held_people_sources() -> list[str]:
    known = lake()
    held = set(known.read(known.slices.select("adapter").distinct())["adapter"].to_list())
    return [source for source in PEOPLE if source in held]
