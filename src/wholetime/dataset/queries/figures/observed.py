"""Terms counted by others: sums of observations for each organisation, period and breakdown."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import ibis
import polars as pl

from wholetime.dataset.engine.figures.cuts import best_cuts
from wholetime.dataset.engine.figures.recipe import Term
from wholetime.dataset.engine.frames import BREAKDOWNS, Status, Table
from wholetime.dataset.queries.derived import derived
from wholetime.dataset.queries.lake import Lake, lake
from wholetime.dataset.queries.manifest import Version

HELD = ["measure", "adapter", "cut"]
OF_SLICES = ("sector", "adapter")
"""Columns that every observation has, whatever its breakdown."""


def observed(terms: tuple[Term, ...], breakdowns: tuple[str, ...], where: tuple[tuple[str, str], ...]) -> pl.DataFrame:
    """Columns term, org, sector, period_from, period_to, adapter, rank, synthetic, restricted, the ``breakdowns``,
    value, estimated, suppressed, slices; one row for each organisation, period, breakdown and slice.

    Where two sources count one thing for the same organisation and period, only the higher ranked stays.
    """
    known = lake()
    frames = [_one_term(known, term, breakdowns, where) for term in terms if not (term.unbroken or term.area)]
    return _highest_rank(pl.concat([frame for frame in frames if frame is not None] or [_nothing(breakdowns)]))


def unbroken(terms: tuple[Term, ...], beside: pl.DataFrame, breakdowns: tuple[str, ...]) -> pl.DataFrame:
    """The unbroken terms, repeated for every breakdown (and, if steady, every period) of ``beside``.

    They go by the source of what they stand beside, so that they are latest when it is.
    """
    whole = tuple(replace(term, unbroken=False) for term in terms if term.unbroken)
    if not whole:
        return beside.clear()
    found = observed(whole, (), ()).drop("adapter", "rank")
    is_steady = pl.col("term").is_in([term.key for term in terms if term.steady])
    latest = found.filter(is_steady, pl.col("period_to") == pl.col("period_to").max().over("term", "org"))
    span = ["period_from", "period_to"]
    places = beside.select("org", *breakdowns, *span, "adapter", "rank").unique()
    repeated = [
        latest.drop(span).join(places, on="org", how="inner"),
        found.filter(~is_steady).join(places, on=["org", *span], how="inner"),
    ]
    return pl.concat([frame.select(beside.columns) for frame in repeated])


def _one_term(
    known: Lake, term: Term, breakdowns: tuple[str, ...], where: tuple[tuple[str, str], ...]
) -> pl.DataFrame | None:
    fixed = dict((*where, *term.where))
    needed = frozenset(name for name in (*breakdowns, *fixed) if name in BREAKDOWNS)
    if any(name not in (*BREAKDOWNS, *OF_SLICES) for name in (*breakdowns, *fixed)):
        return None  # published tables have no bands, contracts or teams
    cuts = best_cuts(held_cuts(known.version), term.measure, needed)
    if not cuts:
        return None
    found = known.ask(_summed, term.measure, tuple(cuts), breakdowns, tuple(sorted(fixed.items())))
    found = found.with_columns(pl.lit(term.key).alias("term"), pl.concat_list("slice").alias("slices"))
    return found.select("term", *KEYS, *breakdowns, *VALUES).cast(VALUE_TYPES)


KEYS = ("org", "sector", "period_from", "period_to", "adapter", "rank", "synthetic", "restricted")


def _summed(
    known: Lake,
    measure: str,
    cuts: tuple[tuple[str, str], ...],
    breakdowns: tuple[str, ...],
    fixed: tuple[tuple[str, str], ...],
) -> ibis.Table:
    rows = known.table(Table.OBSERVATION).join(known.slices, "slice")
    rows = rows.filter(rows.measure == measure)
    rows = rows.filter(ibis.or_(*((rows.adapter == adapter) & (rows.cut == cut) for adapter, cut in cuts)))
    for column, value in fixed:
        rows = rows.filter(rows[column] == value)
    # By slice, which says nearly all the rest: an array of distinct slices for each group took half as long again.
    return rows.group_by(["slice", *KEYS, *breakdowns]).aggregate(
        value=rows.value.sum(),
        estimated=ibis.cases((rows.status == str(Status.ESTIMATED), rows.value), else_=None).sum(),
        suppressed=(rows.status == str(Status.SUPPRESSED)).cast("int64").sum(),
    )


VALUE_TYPES = pl.Schema(
    {
        "value": pl.Decimal(38, 6),
        "estimated": pl.Decimal(38, 6),
        "suppressed": pl.Int64(),
        "rank": pl.Int64(),
        "period_from": pl.Date(),
        "period_to": pl.Date(),
        "slices": pl.List(pl.Int64()),
    }
)
VALUES = ["value", "estimated", "suppressed", "slices"]


@lru_cache(maxsize=4)
def held_cuts(version: Version) -> pl.DataFrame:
    """Which breakdowns each source offers of each measure: columns measure, adapter, cut."""
    return pl.read_parquet(derived("cuts", version, lambda: lake().ask(_cuts).sort(HELD)))


def _cuts(known: Lake) -> ibis.Table:
    return known.table(Table.OBSERVATION).join(known.slices, "slice").select(HELD).distinct()


def _highest_rank(frame: pl.DataFrame) -> pl.DataFrame:
    same = ["term", "org", "period_from", "period_to"]
    return frame.filter(pl.col("rank") == pl.col("rank").max().over(same))


def _nothing(breakdowns: tuple[str, ...]) -> pl.DataFrame:
    texts = pl.Schema(dict.fromkeys(["term", "org", "sector", "adapter", *breakdowns], pl.String))
    marks = pl.Schema({"synthetic": pl.Boolean, "restricted": pl.Boolean})
    order = ["term", "org", "sector", "period_from", "period_to", "adapter", "rank", "synthetic", "restricted"]
    empty = pl.DataFrame(schema=pl.Schema([*texts.items(), *marks.items(), *VALUE_TYPES.items()]))
    return empty.select(*order, *breakdowns, *VALUES)
