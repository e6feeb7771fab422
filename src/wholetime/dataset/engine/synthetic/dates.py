"""Month ends and days as numbers, for arrays of dates."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from wholetime.dataset.engine.synthetic.margins import Ints

EPOCH = date(1970, 1, 1)


def month_ends(until: date, months: int) -> list[date]:
    """The last days of ``months`` months, the last of them the month of ``until``."""
    last = until.year * 12 + until.month
    return [month_end(at) for at in range(last - months, last)]


def month_end(number: int) -> date:
    """The last day of a month given as year × 12 + month − 1."""
    following = number + 1
    return date(following // 12, following % 12 + 1, 1) - timedelta(days=1)


def days(day: date) -> int:
    return (day - EPOCH).days


def dates(numbers: Ints) -> pl.Series:
    """Days since 1970 as dates."""
    return pl.Series(numbers.astype(np.int32)).cast(pl.Date)


def month_starts(first: date, offsets: Ints) -> pl.Series:
    """The first days of the months ``offsets`` after the month of ``first``."""
    number = first.year * 12 + first.month - 1 + offsets
    frame = pl.DataFrame({"year": number // 12, "month": number % 12 + 1})
    return frame.select(pl.date("year", "month", 1).alias("start"))["start"]


def written(series: pl.Series) -> pl.Series:
    """Dates as staff records write them, 31/10/2025."""
    return series.dt.to_string("%d/%m/%Y")
