"""Ancestors of every node on a day.

A parent's storey is always wider than its child's (the actions refuse anything else), so a climb ends after
at most seven steps and no circle can form.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

KINDS = ("nation", "region", "system", "place", "neighbourhood", "organisation", "site", "team")
"""The storeys of the tree, widest first."""

LEVELS = ("organisation", "neighbourhood", "place", "system", "region", "nation")
"""The ancestor columns of a lineage, narrowest first."""

NODE = {
    "code": pl.String,
    "kind": pl.String,
    "name": pl.String,
    "sector": pl.String,
    "opened": pl.Date,
    "closed": pl.Date,
    "synthetic": pl.Boolean,
}
PARENTAGE = {"child": pl.String, "parent": pl.String, "start": pl.Date, "end": pl.Date}
SUCCESSION = {"old": pl.String, "new": pl.String, "on": pl.Date}
ALIAS = {"scheme": pl.String, "alias": pl.String, "code": pl.String}


@dataclass(frozen=True)
class Tree:
    """Everything that is kept about the tree, as frames with the columns of NODE, PARENTAGE, SUCCESSION, ALIAS."""

    nodes: pl.DataFrame
    parentages: pl.DataFrame
    successions: pl.DataFrame
    aliases: pl.DataFrame


def parents_on(parentages: pl.DataFrame, day: date) -> pl.DataFrame:
    """``child, parent``: the parent of each child on ``day``, one row a child.

    Where no parentage covers the day the last one before it holds, or failing that the first after it: an
    organisation that still reports after it closed, or before the registry opened it, keeps its place and
    no total loses its numbers.
    """
    started = pl.col("start").is_null() | (pl.col("start") <= day)
    return (
        parentages.with_columns(started=started)
        .sort(
            "child",
            ~pl.col("started"),
            # among those begun the latest is wanted, among those to come the earliest
            pl.when("started").then(-pl.col("start").to_physical()).otherwise(pl.col("start").to_physical()),
            nulls_last=True,
        )
        .unique("child", keep="first", maintain_order=True)
        .select("child", "parent")
    )


def lineage(tree: Tree, day: date) -> pl.DataFrame:
    """One row a node: ``code, kind, name, sector, synthetic`` and its ancestor at each of LEVELS on ``day``.

    A node stands in its own level's column; levels below it, and those it skips, are null.
    """
    up = parents_on(tree.parentages, day)
    climbed = _climb(tree.nodes.select("code", ancestor="code"), up)
    kinds = tree.nodes.select(ancestor="code", level="kind")
    reached = climbed.join(kinds, on="ancestor", how="inner")
    wide = tree.nodes.select("code", "kind", "name", "sector", "synthetic")
    for level in LEVELS:
        here = reached.filter(pl.col("level") == level).select("code", pl.col("ancestor").alias(level))
        wide = wide.join(here, on="code", how="left", validate="1:1")
    return wide.sort("code")


def _climb(nodes: pl.DataFrame, up: pl.DataFrame) -> pl.DataFrame:
    reached = [nodes]
    for _ in KINDS:
        above = reached[-1].join(up, left_on="ancestor", right_on="child").select("code", ancestor="parent")
        if above.is_empty():
            break
        reached.append(above)
    return pl.concat(reached)


def codes_under(lineage: pl.DataFrame, roots: Iterable[str]) -> pl.Series:
    """Codes of the nodes among or below ``roots``, which may be areas or organisations (not sites or teams)."""
    return lineage.filter(among_or_below(tuple(roots))).get_column("code")


def among_or_below(roots: Collection[str]) -> pl.Expr:
    """Is a row of a lineage that of one of ``roots``, or of a node below one?"""
    return pl.any_horizontal(_is_one_of(level, roots) for level in (*LEVELS, "code"))


def _is_one_of(level: str, roots: Collection[str]) -> pl.Expr:
    if len(roots) == 1:  # nearly always: a million rows take half of the time so
        return pl.col(level) == next(iter(roots))
    return pl.col(level).is_in(list(roots))
