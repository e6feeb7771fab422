"""WTE days lost to sickness, from person-level absence records."""

from __future__ import annotations

from functools import lru_cache

import ibis
import polars as pl

from wholetime.dataset.engine.figures.recipe import Term
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.queries.figures.observed import VALUE_TYPES, VALUES
from wholetime.dataset.queries.figures.people import KEYS
from wholetime.dataset.queries.lake import Version, lake

MEASURE = "fte_days_lost"


def absences(
    terms: tuple[Term, ...], breakdowns: tuple[str, ...], where: tuple[tuple[str, str], ...]
) -> pl.DataFrame | None:
    """Days lost by month; None when not asked, or asked by a trait that absence records do not carry.

    Same columns as ``observed``.
    """
    asked = tuple(term for term in terms if term.measure == MEASURE)
    if not asked or not {*breakdowns, *dict(where)} <= {"staff_group"}:
        return None
    return _absences(lake().version, asked[0], breakdowns, where)


@lru_cache(maxsize=16)
def _absences(
    version: Version, term: Term, breakdowns: tuple[str, ...], where: tuple[tuple[str, str], ...]
) -> pl.DataFrame:
    known = lake()
    rows = known.table(Table.ABSENCE).join(known.slices, "slice")
    for column, value in where:
        rows = rows.filter(rows[column] == value)
    sector = known.table(Table.ASSIGNMENT).select("org", "sector").distinct()
    rows = rows.left_join(sector, "org").mutate(
        period_from=ibis._.month.truncate("M").cast("date"), period_to=ibis._.month
    )
    summed = rows.group_by([*KEYS, *breakdowns]).aggregate(
        value=rows.fte_days_lost.sum(), slices=rows.slice.collect(distinct=True)
    )
    found: pl.DataFrame = known.read(summed)
    found = found.with_columns(pl.lit(None).alias("estimated"), pl.lit(0).alias("suppressed"))
    return found.select(pl.lit(term.key).alias("term"), *KEYS, *breakdowns, *VALUES).cast(VALUE_TYPES)
