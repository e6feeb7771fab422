"""Fix these first: what would make the most people or WTE usable, most first."""

from __future__ import annotations

import polars as pl


def fix_first(complete: pl.DataFrame, top: int | None = None) -> pl.DataFrame:
    """The gaps of a completeness table ranked by effect.

    ``complete`` is what ``completeness`` returns for organisations. Columns returned: ``rank``, ``org``, ``field``,
    ``missing`` records, ``wte_missing``, ``share`` complete now in the organisation, ``gain`` (the percentage points
    of the whole scope's records that become usable for this field when the gap is closed) and ``wte_gain`` (the same
    of WTE). Ties go to the field and organisation first in the alphabet.
    """
    scope = complete.group_by("field").agg(
        pl.col("records").sum().alias("all_records"), pl.col("wte").sum().alias("all_wte")
    )
    gaps = complete.join(scope, on="field").with_columns(
        missing=pl.col("records") - pl.col("filled"), wte_missing=pl.col("wte") - pl.col("wte_filled")
    )
    effect = gaps.filter(pl.col("missing") > 0).with_columns(
        gain=100 * pl.col("missing") / pl.col("all_records"),
        wte_gain=pl.when(pl.col("all_wte") > 0).then(100 * pl.col("wte_missing") / pl.col("all_wte")).otherwise(0.0),
    )
    ranked = effect.sort("gain", "wte_gain", "field", "org", descending=[True, True, False, False])
    ranked = ranked.with_row_index("rank", offset=1)
    columns = ("rank", "org", "field", "missing", "wte_missing", "share", "gain", "wte_gain")
    return ranked.select(columns) if top is None else ranked.select(columns).head(top)
