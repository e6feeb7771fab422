"""Headcount counts people once, whoever employs them: not by adding up employers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import polars as pl

from wholetime.dataset.engine.figures.recipe import Recipe
from wholetime.dataset.queries.figures.ask import Ask
from wholetime.dataset.queries.figures.people import people_rows
from wholetime.dataset.queries.figures.placed import placed
from wholetime.dataset.queries.lake import Version, lake


def without_doubles(rows: pl.DataFrame, ask: Ask, recipe: Recipe, parts: Sequence[str]) -> pl.DataFrame:
    """``rows`` with each person counted once in each part, for a figure that counts people.

    Publications say only how many each organisation has, so people with two published employers stay twice.
    """
    if not (recipe.distinct and recipe.people) or "org" in ask.by:
        return rows
    shared = placed(shared_people(lake().version, ask.breakdowns, (*ask.where, *recipe.numerator[0].where)), ask)
    if shared.is_empty():
        return rows
    twice = shared.group_by(list(parts)).agg(
        (pl.struct("org", "person").n_unique() - pl.col("person").n_unique()).cast(pl.Decimal(38, 9)).alias("twice")
    )
    joined = rows.join(twice, on=list(parts), how="left", nulls_equal=True)
    less = [(row["value"] - row["twice"]) if row["twice"] else row["value"] for row in joined.iter_rows(named=True)]
    return joined.drop("twice").with_columns(pl.Series("value", less, dtype=pl.Object))


@lru_cache(maxsize=8)
def shared_people(version: Version, breakdowns: tuple[str, ...], where: tuple[tuple[str, str], ...]) -> pl.DataFrame:
    """The people on more than one employer's list in a month: about one in fifty."""
    known = lake()
    rows = people_rows(known, where)
    columns = list(dict.fromkeys(("org", "sector", "person", "synthetic", "restricted", "adapter", *breakdowns)))
    listed = rows.select(*columns, period_from=rows.month, period_to=rows.month).distinct()
    many = listed.group_by(["person", "period_to"]).aggregate(lists=listed.org.nunique())
    found: pl.DataFrame = known.read(listed.semi_join(many.filter(many.lists > 1), ["person", "period_to"]))
    return found.with_columns(pl.col("adapter").alias("source"))
