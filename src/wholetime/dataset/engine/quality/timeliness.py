"""Timeliness: how old the newest month of each source and organisation is, against how often it should come."""

from __future__ import annotations

from datetime import date

import polars as pl


def timeliness(held: pl.DataFrame, as_of: date, cadence_days: dict[str, int], grace_days: int = 31) -> pl.DataFrame:
    """One row for each source and organisation.

    ``held`` has ``source``, ``org`` and ``period_to`` (one row or many for each). Columns returned: ``source``,
    ``org``, ``newest``, ``age_days`` (as_of − newest), ``due`` (the day by which the next period should have come:
    newest + cadence + grace) and ``late_days`` (0 when it is not yet due). A source without a cadence is never late.
    """
    newest = held.group_by("source", "org", maintain_order=True).agg(pl.col("period_to").max().alias("newest"))
    cadence = pl.col("source").replace_strict(cadence_days, default=None, return_dtype=pl.Int64)
    due = pl.col("newest") + pl.duration(days=cadence + grace_days)
    timed = newest.with_columns(age_days=(pl.lit(as_of) - pl.col("newest")).dt.total_days(), due=due)
    late = (pl.lit(as_of) - pl.col("due")).dt.total_days().clip(lower_bound=0).fill_null(0)
    return timed.with_columns(late_days=late).sort("late_days", "source", "org", descending=[True, False, False])
