"""Headcount counts people once, whoever employs them: not by adding up employers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import ibis
import polars as pl

from wholetime.dataset.engine.figures.recipe import Recipe
from wholetime.dataset.engine.frames import BREAKDOWNS, Table, named_rows
from wholetime.dataset.queries.derived import derived
from wholetime.dataset.queries.figures.ask import RECORDS_ONLY, Ask
from wholetime.dataset.queries.figures.people import people_rows
from wholetime.dataset.queries.figures.placed import placed
from wholetime.dataset.queries.lake import Lake, lake
from wholetime.dataset.queries.manifest import Version, current_version, slices_known


def without_doubles(rows: pl.DataFrame, ask: Ask, recipe: Recipe, parts: Sequence[str]) -> pl.DataFrame:
    """``rows`` with each person counted once in each part, for a figure that counts people.

    Publications say only how many each organisation has, so people with two published employers stay twice.
    """
    if not (recipe.distinct and recipe.people) or "org" in ask.by:
        return rows
    shared = placed(shared_people(current_version(), ask.breakdowns, (*ask.where, *recipe.numerator[0].where)), ask)
    if shared.is_empty():
        return rows
    twice = shared.group_by(list(parts)).agg(
        (pl.struct("org", "person").n_unique() - pl.col("person").n_unique()).cast(pl.Decimal(38, 9)).alias("twice")
    )
    joined = rows.join(twice, on=list(parts), how="left", nulls_equal=True)
    less = [(row["value"] - row["twice"]) if row["twice"] else row["value"] for row in named_rows(joined)]
    return joined.drop("twice").with_columns(pl.Series("value", less, dtype=pl.Object))


# Some 100,000 rows for 6 million of assignments: 10 MB.
@lru_cache(maxsize=8)
def shared_people(version: Version, breakdowns: tuple[str, ...], where: tuple[tuple[str, str], ...]) -> pl.DataFrame:
    """The people on more than one employer's list in a month, as ``where`` restricts them: about one in fifty."""
    rows = _listed(version, tuple(fixed for fixed in where if fixed[0] == "contract"))
    for column, value in where:
        rows = rows.filter(pl.col(column) == value)
    listed = rows.select(*LISTED, *breakdowns, period_from="month", period_to="month", source="adapter").unique()
    lists = listed.group_by("person", "period_to").agg(pl.col("org").n_unique().alias("lists"))
    return listed.join(lists.filter(pl.col("lists") > 1), on=["person", "period_to"], how="semi")


LISTED = ("org", "sector", "person", "synthetic", "restricted", "adapter")
TRAITS = (*(column for column in BREAKDOWNS if column != "detail"), *RECORDS_ONLY)
"""All by which people can be divided."""


@lru_cache(maxsize=4)
def _listed(version: Version, contract: tuple[tuple[str, str], ...]) -> pl.DataFrame:
    """The rows of people on several lists in some month, with all their traits."""
    if contract:
        return _read(lake(), contract)
    return pl.read_parquet(derived("shared", version, lambda: _read(lake(), contract)))


def prepare() -> None:
    """Have on disk what the first question after a load would wait for."""
    _listed(current_version(), ())


def _read(known: Lake, contract: tuple[tuple[str, str], ...]) -> pl.DataFrame:
    rows = people_rows(_of_several(known.table(Table.ASSIGNMENT)), contract)
    listed = rows.select("slice", "month", "org", "sector", "person", *TRAITS).distinct()
    many = listed.group_by(["person", "month"]).aggregate(one=listed.org.min(), other=listed.org.max())
    found = known.read(listed.semi_join(many.filter(many.one != many.other), ["person", "month"]))
    return found.join(slices_known(known.version), on="slice", how="inner")


def _of_several(assignments: ibis.Table) -> ibis.Table:
    """The rows of those who were ever on more than one employer's list: the only ones worth comparing by month."""
    listed = assignments.group_by("person").aggregate(one=assignments.org.min(), other=assignments.org.max())
    return assignments.semi_join(listed.filter(listed.one != listed.other), "person")
