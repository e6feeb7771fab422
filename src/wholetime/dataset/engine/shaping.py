"""Shapes typed columns into observations: wide to long, sums over breakdowns, periods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from wholetime.dataset.engine.frames import BREAKDOWNS, DECIMAL, Status, Table, conform

KEEP = ("row", "measure", "period_from", "period_to", "org", "sector", *BREAKDOWNS)


def measured(frame: pl.DataFrame, value: str, measure: str, **constants: str) -> pl.DataFrame:
    """The typed column ``value`` as rows of ``measure``; ``constants`` are breakdowns all of them have.

    Rows whose number the source lacks (a null status) are left out; a withheld number stays, as null.
    """
    status = f"{value}_status"
    named = frame.with_columns(measure=pl.lit(measure), **{name: pl.lit(text) for name, text in constants.items()})
    named = named.with_columns(
        value=pl.col(value).cast(DECIMAL), status=pl.col(status) if status in frame.columns else _reported(value)
    )
    kept = [name for name in KEEP if name in named.columns]
    return named.filter(pl.col("status").is_not_null()).select(*kept, "value", "status")


def observations(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The parts together, with exactly the canonical columns."""
    return conform(pl.concat(parts, how="diagonal"), Table.OBSERVATION)


def rolled_up(frame: pl.DataFrame, *cuts: Sequence[str]) -> pl.DataFrame:
    """Sums of ``frame`` for each of ``cuts`` (breakdown columns); a sum with a withheld part is withheld."""
    common = [name for name in ("measure", "period_from", "period_to", "org", "sector") if name in frame.columns]
    return pl.concat([summed(frame, [*common, *cut]) for cut in cuts], how="diagonal")


def summed(frame: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Values added by ``keys``: withheld where a part is withheld, estimated where every part is."""
    withheld = (pl.col("status") == Status.SUPPRESSED.value).any()
    estimated = (pl.col("status") == Status.ESTIMATED.value).all()
    status = pl.when(withheld).then(pl.lit(Status.SUPPRESSED.value)).when(estimated)
    return frame.group_by(keys, maintain_order=True).agg(
        pl.when(~withheld).then(pl.col("value").sum()).alias("value"),
        status.then(pl.lit(Status.ESTIMATED.value)).otherwise(pl.lit(Status.REPORTED.value)).alias("status"),
    )


def month_period(frame: pl.DataFrame, column: str = "month") -> pl.DataFrame:
    """Adds the period of the month that ``column`` ends."""
    return frame.with_columns(period_from=pl.col(column).dt.month_start(), period_to=pl.col(column))


def census(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """Adds a period of one day."""
    return frame.with_columns(period_from=pl.col(column), period_to=pl.col(column))


def year_period(frame: pl.DataFrame, column: str = "year_end") -> pl.DataFrame:
    """Adds the financial year that ``column``, a 31 March, ends."""
    start = pl.date(pl.col(column).dt.year() - 1, 4, 1)
    return frame.with_columns(period_from=start, period_to=pl.col(column))


def trust_sector(org: str = "org") -> pl.Expr:
    """``nhs_trust`` for a code of three characters that starts with R or T, as trusts' codes do; else ``other_nhs``."""
    is_trust = pl.col(org).str.contains(r"^[RT][A-Z0-9]{2}$")
    return pl.when(is_trust).then(pl.lit("nhs_trust")).otherwise(pl.lit("other_nhs")).alias("sector")


def _reported(value: str) -> pl.Expr:
    return pl.when(pl.col(value).is_not_null()).then(pl.lit(Status.REPORTED.value))
