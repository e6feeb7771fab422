"""What became of each organisation: mergers and take-overs followed to their end."""

from __future__ import annotations

from datetime import date

import polars as pl

LONGEST_CHAIN = 30


def current_codes(nodes: pl.DataFrame, successions: pl.DataFrame, day: date) -> pl.DataFrame:
    """``code, now``: the organisation that on ``day`` carries on the work of each.

    One that was split between several on the same day has no single heir and stays itself, as does one whose
    heir is not in the tree.
    """
    heirs = _heirs(successions.join(nodes.select(new="code"), on="new", how="semi"), day)
    found = nodes.select("code", now="code", since=pl.lit(None, pl.Date))
    for _ in range(LONGEST_CHAIN):
        after = found.join(heirs, left_on="now", right_on="old", how="left", maintain_order="left")
        passed = pl.col("new").is_not_null() & (pl.col("since").is_null() | (pl.col("on") >= pl.col("since")))
        moved = after.select(
            "code",
            pl.when(passed).then("new").otherwise("now").alias("now"),
            pl.when(passed).then("on").otherwise("since").alias("since"),
        )
        if moved.equals(found):
            break
        found = moved
    return found.select("code", "now").sort("code")


def _heirs(successions: pl.DataFrame, day: date) -> pl.DataFrame:
    """``old, new, on``: the last succession of each, where it has one heir."""
    last = successions.filter(pl.col("on") <= day).filter(pl.col("on") == pl.col("on").max().over("old")).unique()
    return last.filter(pl.len().over("old") == 1)
