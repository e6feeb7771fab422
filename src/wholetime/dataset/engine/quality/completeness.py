"""Completeness: of the records that should have a field, the share that do."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from wholetime.dataset.engine.quality.registered import should_be_registered
from wholetime.dataset.engine.quality.rules import quality_yaml, says_something


def completeness(frame: pl.DataFrame, source: str, by: Sequence[str] = ("org",)) -> pl.DataFrame:
    """One row for each value of ``by`` and each field that ``source`` (an adapter's name) should carry.

    Columns: ``by``, ``field``, ``records``, ``filled``, ``share`` (0 to 1), ``wte`` (of all the records, 0 where the
    table has none) and ``wte_filled``. A cell that says *unknown* or *not stated* is not filled. The end of
    registration is asked of registered professions only.
    """
    parts = [_of_field(frame, field, by) for field in quality_yaml()["fields"].get(source, ())]
    if source == "esr_staff_list":
        parts.append(_of_field(should_be_registered(frame), quality_yaml()["registered_field"], by))
    return pl.concat(parts) if parts else pl.DataFrame()


def _of_field(frame: pl.DataFrame, field: str, by: Sequence[str]) -> pl.DataFrame:
    filled = says_something(field, frame.schema[field])
    wte = pl.col("fte").cast(pl.Float64).fill_null(0.0) if "fte" in frame.columns else pl.lit(0.0)
    counted = frame.group_by(by, maintain_order=True).agg(
        pl.lit(field).alias("field"),
        pl.len().cast(pl.Int64).alias("records"),
        filled.sum().cast(pl.Int64).alias("filled"),
        wte.sum().alias("wte"),
        (wte * filled.cast(pl.Float64)).sum().alias("wte_filled"),
    )
    share = (pl.col("filled") / pl.col("records")).alias("share")
    return counted.select(*by, "field", "records", "filled", share, "wte", "wte_filled")
