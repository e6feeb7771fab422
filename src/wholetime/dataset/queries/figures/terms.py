"""All the terms of a recipe that are held, published or person-level, over all time."""

from __future__ import annotations

import polars as pl

from wholetime.dataset.engine.figures.recipe import Recipe
from wholetime.dataset.queries.figures.absences import absences
from wholetime.dataset.queries.figures.movements import movements
from wholetime.dataset.queries.figures.observed import observed, unbroken
from wholetime.dataset.queries.figures.people import counted
from wholetime.dataset.queries.manifest import Version
from wholetime.kernel.period import Period


def held_terms(
    version: Version,
    recipe: Recipe,
    breakdowns: tuple[str, ...],
    where: tuple[tuple[str, str], ...],
    window: Period | None,
) -> pl.DataFrame:
    """Columns as ``observed`` gives them, and ``source``: the adapter's name, or that of the staff list beside it.

    Where a staff list and a publication count one thing for one organisation and period, the higher ranked speaks
    alone. ``window`` is the period over which movements are counted.
    """
    frames: list[pl.DataFrame | None] = [observed(recipe.terms, breakdowns, where)]
    lists = counted(recipe.terms, breakdowns, where) if recipe.people else None
    if recipe.people:
        frames += [lists, absences(recipe.terms, breakdowns, where), movements(recipe.terms, breakdowns, where, window)]
    found = pl.concat([frame for frame in frames if frame is not None])
    found = pl.concat([found, unbroken(recipe.terms, found, breakdowns)])
    same = ["term", "org", "period_from", "period_to"]
    speaking = found.filter(pl.col("rank") == pl.col("rank").max().over(same))
    return _with_source(speaking, lists)


def _with_source(found: pl.DataFrame, lists: pl.DataFrame | None) -> pl.DataFrame:
    """What an employer sends beside its staff list (absences, its establishment) makes one source with it."""
    if lists is None or lists.is_empty():
        return found.with_columns(pl.col("adapter").alias("source"))
    at = ["org", "period_to"]
    beside = lists.group_by(at).agg(pl.col("adapter").max().alias("list"))
    joined = found.join(beside, on=at, how="left")
    sent = pl.when("restricted").then("list")
    return joined.with_columns(pl.coalesce(sent, "adapter").alias("source")).drop("list")
