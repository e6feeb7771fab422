"""Small numbers from person-level sources are withheld here, at the edge, before anything is labelled."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from wholetime.dataset.engine.figures.catalogue import recipe_for
from wholetime.dataset.engine.figures.recipe import Recipe
from wholetime.dataset.queries.figures.ask import Ask
from wholetime.dataset.queries.figures.placed import placed
from wholetime.dataset.queries.figures.spans import in_period
from wholetime.dataset.queries.figures.terms import all_terms
from wholetime.kernel.disclosure import Policy, protect, table
from wholetime.kernel.figure import Suppression, Unit

POLICY = Policy(threshold=5, round_to=5)
TABLE = ("synthetic", "period_to")
"""One table of counts for each period: people are not added over time."""


def safe_rows(
    rows: pl.DataFrame, terms: pl.DataFrame, ask: Ask, recipe: Recipe, parts: Sequence[str]
) -> tuple[pl.DataFrame, list[Suppression | None]]:
    """``rows`` fit to be shown, and for each why it is withheld, or None.

    Rows of published sources pass. A row that speaks of one to four people of a restricted source is withheld,
    with as many others as it takes that no total gives it away; the counts of people that remain are rounded
    to five. A rate or a WTE is withheld where the headcount of the same people is.
    """
    if not terms["restricted"].any():
        return rows, [None] * rows.height
    counts = rows.select(*parts, pl.col("numerator").alias("people"))
    if recipe.definition.unit is not Unit.PEOPLE:
        counts = _heads(ask, parts)
    reasons = _reasons(rows, counts, [part for part in parts if part not in ("period_from", *TABLE)])
    if recipe.definition.unit is Unit.PEOPLE:
        rows = rows.with_columns(pl.Series("value", [_rounded(value) for value in rows["value"]], dtype=pl.Object))
    return rows, reasons


def _heads(ask: Ask, parts: Sequence[str]) -> pl.DataFrame:
    """How many people of restricted sources each part speaks of."""
    found = placed(all_terms(recipe_for("headcount"), ask), ask).filter("restricted")
    heads = in_period(found, ask.period, "period" in ask.by)
    return heads.group_by(list(parts)).agg(pl.col("value").sum().alias("people"))


def _reasons(rows: pl.DataFrame, counts: pl.DataFrame, cells: list[str]) -> list[Suppression | None]:
    on = [*TABLE, *cells]
    people = counts.group_by(on).agg(pl.col("people").sum())
    joined = rows.with_row_index("at").join(people, on=on, how="left", nulls_equal=True, maintain_order="left")
    reasons: list[Suppression | None] = [None] * rows.height
    for group in joined.filter(pl.col("people").is_not_null()).partition_by(list(TABLE)):
        for at, why in _protected(group, cells):
            reasons[at] = why
    return reasons


def _protected(group: pl.DataFrame, cells: list[str]) -> list[tuple[int, Suppression | None]]:
    keys = [tuple(str(row[name]) for name in cells) or ("all",) for row in group.iter_rows(named=True)]
    counts = dict(zip(keys, (int(value) for value in group["people"]), strict=True))
    kept, relations = table(counts, cells or ["all"])
    safe = protect(kept, relations, POLICY)
    return [(at, safe[key].why) for at, key in zip(group["at"], keys, strict=True)]


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(POLICY.shown(int(value)))
