"""The same area, as it was and as it is now, and which organisations explain the difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from wholetime.chassis.engine.tree.lineage import KINDS, LEVELS


@dataclass(frozen=True)
class Reconciliation:
    """``was + sum(movements.effect) == now``, exactly, where the values are decimals or integers.

    ``movements`` has ``org, name, now, how, effect, from_area, to_area``: one row for each organisation counted on one
    side only. ``how`` is ``moved`` (its parent changed) or ``merged`` (its work passed to ``now``).
    """

    area: str
    was: Any
    now: Any
    movements: pl.DataFrame


def reconcile(
    values: pl.DataFrame, area: str, was: pl.DataFrame, now: pl.DataFrame, current: pl.DataFrame
) -> Reconciliation:
    """Reconcile ``values`` (``org, value``; several rows an organisation add up) over ``area``.

    ``was`` and ``now`` are lineages on two days, ``current`` the codes that carry on (``code, now``). As it was: the
    organisations under ``area`` in ``was``. As it is now: those whose heirs are under it in ``now``.
    """
    level = _level(was, now, area)
    sides = (
        values.group_by("org")
        .agg(pl.col("value").sum())
        .join(was.select(org="code", name="name", from_area=pl.col(level)), on="org", how="left")
        .join(current.select(org="code", now="now"), on="org", how="left")
        .join(now.select(now="code", to_area=pl.col(level)), on="now", how="left")
        .with_columns(before=pl.col("from_area").eq_missing(area), after=pl.col("to_area").eq_missing(area))
    )
    crossed = sides.filter(pl.col("before") != pl.col("after")).with_columns(
        effect=pl.when("after").then("value").otherwise(-pl.col("value")),
        how=pl.when(pl.col("org") == pl.col("now")).then(pl.lit("moved")).otherwise(pl.lit("merged")),
    )
    return Reconciliation(
        area=area,
        was=sides.filter("before").get_column("value").sum(),
        now=sides.filter("after").get_column("value").sum(),
        movements=crossed.select("org", "name", "now", "how", "effect", "from_area", "to_area").sort("org"),
    )


def _level(was: pl.DataFrame, now: pl.DataFrame, area: str) -> str:
    kinds = pl.concat([was, now]).filter(pl.col("code") == area).get_column("kind").unique().to_list()
    if not kinds or kinds[0] not in LEVELS:
        raise ValueError(f"{area} is not an area or organisation of the tree; its kind would be one of {KINDS[:6]}")
    return str(kinds[0])
