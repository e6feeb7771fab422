"""Terms counted from person-level records: the same names as published terms, from the monthly staff lists."""

from __future__ import annotations

from functools import lru_cache

import ibis
import polars as pl

from wholetime.dataset.engine.figures.recipe import Term
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.queries.by_slice import by_slice
from wholetime.dataset.queries.figures.observed import KEYS, VALUE_TYPES, VALUES
from wholetime.dataset.queries.in_post import in_post
from wholetime.dataset.queries.lake import lake
from wholetime.dataset.queries.manifest import Version, slices_known

BAND_YEARS = 5
YOUNGEST, OLDEST = 20, 70  # the ends of the age bands: "under 20" and "70 and over"


def counted(
    terms: tuple[Term, ...], breakdowns: tuple[str, ...], where: tuple[tuple[str, str], ...]
) -> pl.DataFrame | None:
    """Census terms (wte, headcount, headcount_55_over, fte_days_available) month by month; None when none is asked.

    Same columns as ``observed``.
    """
    asked = tuple(term for term in terms if term.measure in CENSUS)
    if not asked or "detail" in breakdowns:
        return None
    version = lake().version
    return pl.concat([_counted(version, Term(term.measure, where=term.where), breakdowns, where) for term in asked])


# 60 months of 40 employers by group and age band: about 300,000 rows, 40 MB. Whatever its weight in whichever
# figure, and for the guards, a term is counted once.
@lru_cache(maxsize=32)
def _counted(
    version: Version, term: Term, breakdowns: tuple[str, ...], where: tuple[tuple[str, str], ...]
) -> pl.DataFrame:
    counted = by_slice(lake(), Table.ASSIGNMENT, _count, term.measure, breakdowns, (*where, *term.where))
    found = counted.join(slices_known(version), on="slice", how="inner")
    first = pl.col("month").dt.month_start() if term.measure in OVER_THE_MONTH else pl.col("month")
    described = found.with_columns(
        first.alias("period_from"),
        pl.col("month").alias("period_to"),
        pl.lit(term.key).alias("term"),
        pl.lit(0).alias("suppressed"),
        pl.concat_list("slice").alias("slices"),
    )
    return described.select("term", *KEYS, *breakdowns, *VALUES).cast(VALUE_TYPES)


def _count(
    assignments: ibis.Table, measure: str, breakdowns: tuple[str, ...], where: tuple[tuple[str, str], ...]
) -> ibis.Table:
    """``measure`` in each slice, organisation and breakdown. A slice holds one month."""
    rows = people_rows(assignments, where)
    return rows.group_by(["slice", "org", "sector", "month", *breakdowns]).aggregate(
        value=CENSUS[measure](rows), estimated=ibis.cases((rows.estimated, rows.fte), else_=None).sum()
    )


def people_rows(assignments: ibis.Table, where: tuple[tuple[str, str], ...] = ()) -> ibis.Table:
    """The assignments of staff in post with their age bands, roles and places of work.

    ``where`` restricts columns; one on ``contract`` shows bank, agency, honorary and voluntary people too.
    """
    rows = assignments if "contract" in dict(where) else in_post(assignments)
    rows = rows.mutate(
        age_band=age_band(rows.age), role=rows.job_role, age_year=rows.age.cast("string"), worked_at=rows.place
    )
    for column, value in where:
        rows = rows.filter(rows[column] == value)
    return rows


def age_band(age: ibis.Value) -> ibis.Value:
    """Five-year bands as text: ``25-29``; ``Under 20``, ``70+`` and ``Unknown`` at the ends."""
    start = (age.cast("int32") // BAND_YEARS) * BAND_YEARS
    return ibis.cases(
        (age.isnull(), "Unknown"),
        (age < YOUNGEST, f"Under {YOUNGEST}"),
        (age >= OLDEST, f"{OLDEST}+"),
        else_=start.cast("string") + "-" + (start + BAND_YEARS - 1).cast("string"),
    )


def _days_available(rows: ibis.Table) -> ibis.Value:
    return (rows.fte.cast("decimal(18, 6)") * rows.month.day().cast("decimal(4, 0)")).sum()


def _heads(rows: ibis.Table, chosen: ibis.Value) -> ibis.Value:
    """How many people the ``chosen`` rows are. Who has one row is not compared with the others: nineteen in twenty."""
    others = ibis.cases((chosen & ~rows.sole, rows.person), else_=None)
    return (chosen & rows.sole).cast("int64").sum().fill_null(0) + others.nunique()


CENSUS = {
    "wte": lambda rows: rows.fte.sum(),
    "headcount": lambda rows: _heads(rows, ibis.literal(value=True)),
    "headcount_55_over": lambda rows: _heads(rows, rows.age >= 55),
    "fte_days_available": _days_available,
}
"""Measures that a staff list gives for the end of its month. WTE days count each day of the month at the WTE of
its last day."""

OVER_THE_MONTH = ("fte_days_available",)
"""Those that speak of all the days of the month, and not of its last."""
