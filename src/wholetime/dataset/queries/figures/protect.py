"""Small numbers from person-level and returned sources are withheld here, before anything is labelled.

Every answer is a slice of the same guards, so that no two questions can be played against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from wholetime.dataset.engine.figures.combine import value_of
from wholetime.dataset.engine.figures.recipe import Recipe
from wholetime.dataset.queries.figures.telling import Telling, Told
from wholetime.kernel.figure import Suppression

NUMBERS = ("numerator", "denominator", "value", "estimated")


def safe_rows(
    rows: pl.DataFrame, terms: pl.DataFrame, telling: Telling
) -> tuple[pl.DataFrame, list[Suppression | None]]:
    """``rows`` fit to be shown, and for each why it is withheld, or None.

    Numbers of published sources pass as they are. What restricted sources add to a row is judged by the guard of each
    measure the figure needs. Counts of people are then rounded to five, and rates are worked from rounded counts.
    """
    if not terms["restricted"].any():
        return rows, [None] * rows.height
    told = telling.told(terms)
    found = [told.get(parts) for parts in rows.select(telling.parts).rows()]
    numbers = [
        _numbers(held, telling.recipe, told) for held, told in zip(rows.select(NUMBERS).rows(), found, strict=True)
    ]
    return _rewritten(rows, numbers, telling.recipe), [None if row is None else row.why for row in found]


def _rewritten(rows: pl.DataFrame, numbers: Sequence[tuple[Any, ...]], recipe: Recipe) -> pl.DataFrame:
    """``rows`` with their ``numbers`` as shown: value, estimated share, and the two parts of a ratio (else null)."""
    kind = rows.schema["numerator"]
    parts = [[number[at] for number in numbers] if recipe.denominator else [None] * rows.height for at in (0, 1)]
    return rows.with_columns(
        pl.Series("numerator", parts[0], dtype=kind),
        pl.Series("denominator", parts[1], dtype=kind),
        pl.Series("value", [number[2] for number in numbers], dtype=pl.Object),
        pl.Series("estimated", [number[3] for number in numbers], dtype=pl.Float64),
    )


def _numbers(held: tuple[Any, ...], recipe: Recipe, told: Told | None) -> tuple[Any, ...]:
    """``NUMBERS`` of a row as shown: counts of people rounded; a withheld row loses its numbers."""
    if told is None:
        return held
    if told.why is not None:
        return None, None, None, None
    listed, among, value, estimated = held
    numerator, denominator = listed + told.numerator, among + told.denominator
    if value is not None and (told.numerator or told.denominator or told.doubles):
        before, value = value, value_of(numerator, denominator, recipe)
        if recipe.distinct and listed != told.listed:  # people twice on published lists stay taken off
            value -= max(listed - before - told.doubles, Decimal(0))
    return numerator, denominator, value, estimated
