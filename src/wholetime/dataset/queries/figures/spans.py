"""Which of the periods held answer the question about a time."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from wholetime.kernel.period import Period, month_of

LONGEST_MONTHLY = 62  # days: a turnover month runs from one month end to the next; a quarter does not fit


def in_period(frame: pl.DataFrame, period: Period | None, every: bool) -> pl.DataFrame:
    """The rows of ``frame`` (columns period_from, period_to, source, term …) that answer about ``period``.

    A month takes whatever is counted at or up to its end over no more than about a month; a longer period takes
    only what was counted over exactly that period. None takes all when ``every``, else each source's latest.
    """
    if period is None:
        return frame if every else _latest(frame)
    if period == month_of(period.start):
        length = (pl.col("period_to") - pl.col("period_from")) <= timedelta(days=LONGEST_MONTHLY)
        return frame.filter(length, pl.col("period_to").is_between(period.start, period.end))
    exactly = (pl.col("period_from") == period.start) & (pl.col("period_to") == period.end)
    return frame.filter(exactly)


def _latest(frame: pl.DataFrame) -> pl.DataFrame:
    """The latest period in which a source reports each of the terms it has at all."""
    complete = frame.select("source", "synthetic", "period_from", "period_to", "term").unique()
    counted = complete.group_by("source", "synthetic", "period_to").agg(pl.col("term").n_unique().alias("terms"))
    most = counted.filter(pl.col("terms") == pl.col("terms").max().over("source", "synthetic"))
    latest = most.group_by("source", "synthetic").agg(pl.col("period_to").max())
    return frame.join(latest, on=["source", "synthetic", "period_to"], how="semi")
