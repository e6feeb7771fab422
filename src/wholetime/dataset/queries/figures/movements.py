"""Joiners, leavers and stayers of a period, counted from spells."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache

import ibis
import polars as pl

from wholetime.dataset.engine.figures.recipe import Term
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.queries.by_slice import by_slice
from wholetime.dataset.queries.figures.observed import KEYS, VALUE_TYPES, VALUES
from wholetime.dataset.queries.figures.people import BAND_YEARS, OLDEST, YOUNGEST
from wholetime.dataset.queries.lake import lake
from wholetime.dataset.queries.manifest import Version, slices_known
from wholetime.dataset.queries.spells import spells
from wholetime.kernel.period import Period, month_of

TRAITS = ("staff_group", "sex", "age_band", "ethnicity", "nationality")


def movements(
    terms: tuple[Term, ...], breakdowns: tuple[str, ...], where: tuple[tuple[str, str], ...], period: Period | None
) -> pl.DataFrame | None:
    """Movement terms for ``period``, or for every month held when it is None; None when none is asked.

    Opening and closing counts are at the month ends before and at the end of the period. An organisation counts
    only when it sent both. Same columns as ``observed``.
    """
    asked = [term for term in terms if term.measure in COUNTED]
    if not asked or not {*breakdowns, *dict(where)} <= set(TRAITS):
        return None
    version = lake().version
    frames = [_moved(version, Term(term.measure, where=term.where), breakdowns, where, period) for term in asked]
    counted = [frame for frame in frames if frame is not None]
    return pl.concat(counted) if counted else None


# Whatever its weight in whichever figure, and for the guards, a term is counted once: 60 months are some 1 MB.
@lru_cache(maxsize=64)
def _moved(
    version: Version,
    term: Term,
    breakdowns: tuple[str, ...],
    where: tuple[tuple[str, str], ...],
    period: Period | None,
) -> pl.DataFrame | None:
    rows = _alike(spells(), term.measure, breakdowns, dict(where)).collect()
    periods = [period] if period else list(_months(rows))
    frames = [_count(version, rows, term, breakdowns, span) for span in periods]
    return pl.concat(frames) if frames else None


def _alike(rows: pl.LazyFrame, measure: str, breakdowns: tuple[str, ...], fixed: dict[str, str]) -> pl.LazyFrame:
    """How many spells there are of each kind: 230,000 of them are 30,000 kinds, to be counted for 60 months."""
    side, _ = COUNTED[measure]
    spans = ["org", "sector", "first", "last", "held_first", "held_last"]
    picked = rows.select(*spans, *_traits(side, (*breakdowns, *fixed)))
    for column, value in fixed.items():
        picked = picked.filter(pl.col(column) == value)
    return picked.group_by(*spans, *breakdowns).agg(pl.len().alias("spells"))


def _months(rows: pl.DataFrame) -> Iterable[Period]:
    if rows.is_empty():
        return
    first, last = rows["held_first"].min(), rows["held_last"].max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    month = month_of(first + timedelta(days=1))
    while month.end <= last:
        yield month
        month = month_of(month.end + timedelta(days=1))


def _count(
    version: Version, rows: pl.DataFrame, term: Term, breakdowns: tuple[str, ...], period: Period
) -> pl.DataFrame:
    opening = period.start - timedelta(days=1)
    _, chosen = COUNTED[term.measure]
    held = rows.filter(pl.col("held_first") <= opening, pl.col("held_last") >= period.end)
    picked = held.filter(chosen(opening, period.end)).group_by("org", "sector", *breakdowns)
    counted = picked.agg(pl.col("spells").sum().alias("value"))
    return (
        counted.join(_lists(version, opening, period.end), on="org", how="inner")
        .with_columns(
            pl.lit(term.key).alias("term"),
            pl.lit(period.start).alias("period_from"),
            pl.lit(period.end).alias("period_to"),
            pl.lit(None).alias("estimated"),
            pl.lit(0).alias("suppressed"),
        )
        .select("term", *KEYS, *breakdowns, *VALUES)
        .cast(VALUE_TYPES)
    )


@lru_cache(maxsize=64)
def _lists(version: Version, opening: date, end: date) -> pl.DataFrame:
    """For each employer, the staff lists of the two days compared, and what is known of them."""
    lists = _staff_lists(version).filter(pl.col("month").is_in([opening, end]))
    return lists.group_by("org").agg(
        pl.col("slice").alias("slices"),
        *(pl.col(name).max() for name in ("adapter", "rank", "synthetic", "restricted")),
    )


@lru_cache(maxsize=2)
def _staff_lists(version: Version) -> pl.DataFrame:
    """Columns org, month, slice and what is known of the slice: one row for each staff list of an employer."""
    return by_slice(lake(), Table.ASSIGNMENT, _listed).join(slices_known(version), on="slice", how="inner")


def _listed(assignments: ibis.Table) -> ibis.Table:
    return assignments.select("org", "month", "slice").distinct()


def _traits(side: str, wanted: tuple[str, ...]) -> list[pl.Expr]:
    """The traits of people as they were when they arrived (``first``) or when last seen (``last``)."""
    plain = [pl.col(f"{side}_{name}").alias(name) for name in dict.fromkeys(wanted) if name != "age_band"]
    return [*plain, _band(pl.col(f"{side}_age")).alias("age_band")] if "age_band" in wanted else plain


def _band(age: pl.Expr) -> pl.Expr:
    start = age // BAND_YEARS * BAND_YEARS
    inside = start.cast(pl.String) + "-" + (start + BAND_YEARS - 1).cast(pl.String)
    return (
        pl.when(age.is_null())
        .then(pl.lit("Unknown"))
        .when(age < YOUNGEST)
        .then(pl.lit(f"Under {YOUNGEST}"))
        .when(age >= OLDEST)
        .then(pl.lit(f"{OLDEST}+"))
        .otherwise(inside)
    )


def _there(day: date) -> pl.Expr:
    return (pl.col("first") <= day) & (pl.col("last") >= day)


COUNTED: dict[str, tuple[str, Callable[[date, date], pl.Expr]]] = {
    "joiners": ("first", lambda opening, end: (pl.col("first") > opening) & (pl.col("first") <= end)),
    "leavers": ("last", lambda opening, end: (pl.col("last") >= opening) & (pl.col("last") < end)),
    "turnover_headcount_open": ("first", lambda opening, end: _there(opening)),
    "turnover_headcount_close": ("last", lambda opening, end: _there(end)),
    "stayers": ("last", lambda opening, end: _there(opening) & _there(end)),
}
"""Measure → whose traits count (on arrival or when last seen) and which spells. A leaver is somebody on one
month's list and not on the next; who joins and leaves within the period is both."""
