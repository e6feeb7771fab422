"""Terms counted by others: sums of observations for each organisation, period and breakdown."""

from __future__ import annotations

from functools import lru_cache

import ibis
import polars as pl

from wholetime.dataset.engine.figures.cuts import best_cuts
from wholetime.dataset.engine.figures.recipe import Term
from wholetime.dataset.engine.frames import BREAKDOWNS, Status, Table
from wholetime.dataset.queries.lake import Lake, Version, lake

HELD = ["measure", "adapter", "cut"]


def observed(terms: tuple[Term, ...], breakdowns: tuple[str, ...], where: tuple[tuple[str, str], ...]) -> pl.DataFrame:
    """Columns term, org, sector, period_from, period_to, adapter, rank, synthetic, restricted, the ``breakdowns``,
    value, estimated, suppressed, slices; one row for each organisation, period and breakdown.

    Where two sources count one thing for the same organisation and period, only the higher ranked stays.
    """
    return _observed(lake().version, terms, breakdowns, where)


# The longest answer is general practice by practice, year and group: 250,000 rows, 30 MB.
@lru_cache(maxsize=24)
def _observed(
    version: Version, terms: tuple[Term, ...], breakdowns: tuple[str, ...], where: tuple[tuple[str, str], ...]
) -> pl.DataFrame:
    known = lake()
    frames = [_one_term(known, term, breakdowns, where) for term in terms]
    return _highest_rank(pl.concat([frame for frame in frames if frame is not None] or [_nothing(breakdowns)]))


def _one_term(
    known: Lake, term: Term, breakdowns: tuple[str, ...], where: tuple[tuple[str, str], ...]
) -> pl.DataFrame | None:
    fixed = dict((*where, *term.where))
    needed = frozenset(name for name in (*breakdowns, *fixed) if name in BREAKDOWNS)
    if any(name not in BREAKDOWNS for name in (*breakdowns, *fixed)):
        return None  # published tables have no bands, contracts or teams
    cuts = best_cuts(held_cuts(known.version), term.measure, needed)
    if not cuts:
        return None
    return _summed(known, term, cuts, breakdowns, fixed)


def _summed(
    known: Lake, term: Term, cuts: list[tuple[str, str]], breakdowns: tuple[str, ...], fixed: dict[str, str]
) -> pl.DataFrame:
    rows = known.table(Table.OBSERVATION).join(known.slices, "slice")
    rows = rows.filter(
        rows.measure == term.measure, (rows.adapter + "|" + rows.cut).isin([f"{a}|{c}" for a, c in cuts])
    )
    for column, value in fixed.items():
        rows = rows.filter(rows[column] == value)
    keys = ["org", "sector", "period_from", "period_to", "adapter", "rank", "synthetic", "restricted", *breakdowns]
    summed = rows.group_by(keys).aggregate(
        value=rows.value.sum(),
        estimated=ibis.cases((rows.status == str(Status.ESTIMATED), rows.value), else_=None).sum(),
        suppressed=(rows.status == str(Status.SUPPRESSED)).cast("int64").sum(),
        slices=rows.slice.collect(distinct=True),
    )
    found: pl.DataFrame = summed.to_polars()
    return found.select(pl.lit(term.key).alias("term"), *keys, *VALUES).cast(VALUE_TYPES)


VALUE_TYPES = {
    "value": pl.Decimal(38, 6),
    "estimated": pl.Decimal(38, 6),
    "suppressed": pl.Int64,
    "rank": pl.Int64,
    "slices": pl.List(pl.Int64),
}
VALUES = ["value", "estimated", "suppressed", "slices"]


@lru_cache(maxsize=4)
def held_cuts(version: Version) -> pl.DataFrame:
    """Which breakdowns each source offers of each measure: columns measure, adapter, cut."""
    known = lake()
    rows = known.table(Table.OBSERVATION).join(known.slices, "slice")
    found: pl.DataFrame = rows.select(HELD).distinct().to_polars()
    return found.sort(HELD)


def _highest_rank(frame: pl.DataFrame) -> pl.DataFrame:
    same = ["term", "org", "period_from", "period_to"]
    return frame.filter(pl.col("rank") == pl.col("rank").max().over(same))


def _nothing(breakdowns: tuple[str, ...]) -> pl.DataFrame:
    texts = ["term", "org", "sector", "adapter", *breakdowns]
    schema: dict[str, pl.DataType | type[pl.DataType]] = dict.fromkeys(texts, pl.String())
    schema |= {"period_from": pl.Date, "period_to": pl.Date, "synthetic": pl.Boolean, "restricted": pl.Boolean}
    order = ["term", "org", "sector", "period_from", "period_to", "adapter", "rank", "synthetic", "restricted"]
    full = {**schema, **VALUE_TYPES}
    return pl.DataFrame(schema=full).select(*order, *breakdowns, *VALUES)
