"""All the terms of a recipe that are held, published or person-level, over all time."""

from __future__ import annotations

import polars as pl

from wholetime.dataset.engine.figures.recipe import Recipe
from wholetime.dataset.queries.figures.absences import absences
from wholetime.dataset.queries.figures.ask import Ask
from wholetime.dataset.queries.figures.movements import movements
from wholetime.dataset.queries.figures.observed import observed
from wholetime.dataset.queries.figures.people import counted


def all_terms(recipe: Recipe, ask: Ask) -> pl.DataFrame:
    """Columns as ``observed`` gives them, and ``source``: the adapter's name.

    Where a staff list and a publication count one thing for one organisation and period, the higher ranked
    speaks alone.
    """
    breakdowns, where = ask.breakdowns, ask.where
    frames = [observed(recipe.terms, breakdowns, where)]
    if recipe.people:
        window = ask.period if ask.period is not None and not ask.period.is_month else None
        people = (
            counted(recipe.terms, breakdowns, where),
            absences(recipe.terms, breakdowns, where),
            movements(recipe.terms, breakdowns, where, window),
        )
        frames += [frame for frame in people if frame is not None]
    found = pl.concat(frames).with_columns(pl.col("adapter").alias("source"))
    same = ["term", "org", "period_from", "period_to"]
    return found.filter(pl.col("rank") == pl.col("rank").max().over(same))
