"""WTE days lost to sickness, from person-level absence records."""

from __future__ import annotations

from functools import lru_cache

import ibis
import polars as pl

from wholetime.dataset.engine.figures.recipe import Term
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.queries.by_slice import by_slice
from wholetime.dataset.queries.figures.observed import KEYS, VALUE_TYPES, VALUES
from wholetime.dataset.queries.lake import lake
from wholetime.dataset.queries.manifest import Version, slices_known

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
    counted = by_slice(lake(), Table.ABSENCE, _count, breakdowns, where)
    found = counted.join(slices_known(version), on="slice", how="inner")
    described = found.join(_sectors(version), on="org", how="left").with_columns(
        pl.col("month").dt.month_start().alias("period_from"),
        pl.col("month").alias("period_to"),
        pl.lit(term.key).alias("term"),
        pl.lit(None).alias("estimated"),
        pl.lit(0).alias("suppressed"),
        pl.concat_list("slice").alias("slices"),
    )
    return described.select("term", *KEYS, *breakdowns, *VALUES).cast(VALUE_TYPES)


def _count(absences: ibis.Table, breakdowns: tuple[str, ...], where: tuple[tuple[str, str], ...]) -> ibis.Table:
    rows = absences
    for column, value in where:
        rows = rows.filter(rows[column] == value)
    return rows.group_by(["slice", "org", "month", *breakdowns]).aggregate(value=rows.fte_days_lost.sum())


def _sectors(version: Version) -> pl.DataFrame:
    """The sector of each employer that sends a staff list."""
    return by_slice(lake(), Table.ASSIGNMENT, _employers).select("org", "sector").unique()


def _employers(assignments: ibis.Table) -> ibis.Table:
    return assignments.select("slice", "org", "sector").distinct()
