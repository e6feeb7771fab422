"""Who is or was below an area on which days: worked out once for each state of the tree, whatever is asked of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache

import polars as pl

from wholetime.chassis.engine.tree import among_or_below
from wholetime.chassis.queries.tree import lineages, tree_version


def codes_below(codes: Collection[str], days: Sequence[date]) -> tuple[pl.Series, pl.DataFrame]:
    """The nodes among or below ``codes`` (areas or organisations) on all of ``days``, and those on some of them.

    The second has columns ``code, day``. Few ever move: to look up 360,000 rows of an answer one by one took longer
    than all else.
    """
    return _codes_below(tree_version(), tuple(codes), tuple(days))


# Twelve years of months of a nation's 11,000 organisations, if all of them moved: 30 MB; of a system's, 1 MB.
@lru_cache(maxsize=16)
def _codes_below(_version: str, codes: tuple[str, ...], days: tuple[date, ...]) -> tuple[pl.Series, pl.DataFrame]:
    inside = among_or_below(codes)
    below = pl.concat(
        tree.lazy().filter(inside).select("code", pl.lit(day).alias("day")) for day, tree in lineages(days).items()
    ).collect()
    counted = below.group_by("code").len()
    always = counted.filter(pl.col("len") == len(days))["code"]
    return always, below.filter(~pl.col("code").is_in(always.implode()))
