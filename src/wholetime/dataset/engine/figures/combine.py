"""From counted terms, organisation by organisation, to a figure for each requested part.

An organisation counts only where it reports every term the figure needs, so that numerator and denominator are
always of the same organisations. All arithmetic is on exact decimals.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from wholetime.dataset.engine.figures.recipe import Recipe, Term

SUM = pl.Decimal(38, 9)

TERMS = {
    "term": pl.String,  # Term.key
    "org": pl.String,
    "value": pl.Decimal(38, 6),
    "estimated": pl.Decimal(38, 6),  # the part of value that its publisher filled in
    "suppressed": pl.Int64,  # cells withheld by the publisher
    "slices": pl.List(pl.Int64),
}
"""Columns of counted terms, beside the columns of the requested parts."""


AREAS = ("synthetic", "neighbourhood", "place", "system", "region", "nation")
"""Parts by which what is counted for areas can be divided."""


def combine(terms: pl.DataFrame, areas: pl.DataFrame, recipe: Recipe, parts: Sequence[str]) -> pl.DataFrame:
    """One row for each combination of ``parts`` (columns of ``terms`` beside TERMS).

    Columns: the parts, numerator, denominator, value, reported (organisations counted), partial (organisations
    left out because they lack a term), suppressed, estimated (share 0–1 of the value), slices. ``areas`` are the
    terms counted for areas: one number for each area, whatever the period or breakdown.
    """
    on, every = parts_of(parts), terms.with_columns(pl.lit(0).alias("all"))
    whole = reporting(every, recipe, on)
    summed = whole.group_by(on).agg(*_sums(recipe))
    joined = _with_partial(summed, every, on) if whole.height < every.height else summed.with_columns(NOBODY)
    if any(term.area for term in recipe.terms):
        joined = _with_areas(joined, areas, recipe, [part for part in parts if part in AREAS])
    return _valued(joined, recipe)


NOBODY = pl.lit(0, pl.UInt32).alias("partial")


def _with_partial(rows: pl.DataFrame, terms: pl.DataFrame, on: Sequence[str]) -> pl.DataFrame:
    said = terms.group_by(on).agg(_organisations().alias("said"))
    joined = rows.join(said, on=on, how="left", nulls_equal=True)
    return joined.with_columns((pl.col("said") - pl.col("reported")).alias("partial")).drop("said")


def _with_areas(rows: pl.DataFrame, terms: pl.DataFrame, recipe: Recipe, parts: Sequence[str]) -> pl.DataFrame:
    """``rows`` with what is counted for areas added to each part that has it; the others are dropped."""
    parts = parts_of(parts)
    counted = (
        terms.with_columns(pl.lit(0).alias("all"))
        .group_by(parts)
        .agg(
            _weighted([term for term in recipe.numerator if term.area]).alias("numerator area"),
            _weighted([term for term in recipe.denominator if term.area]).alias("denominator area"),
            pl.col("slices").explode(keep_nulls=False, empty_as_null=False).unique().alias("slices area"),
        )
    )
    joined = rows.join(counted, on=parts, how="inner", nulls_equal=True)
    return joined.with_columns(
        (pl.col("numerator") + pl.col("numerator area")).cast(SUM),
        (pl.col("denominator") + pl.col("denominator area")).cast(SUM),
        pl.col("slices").list.set_union("slices area").list.sort(),
    ).drop("numerator area", "denominator area", "slices area")


def parts_of(parts: Sequence[str]) -> list[str]:
    """Polars cannot group by nothing: a constant column stands for the whole."""
    return list(parts) or ["all"]


def reporting(terms: pl.DataFrame, recipe: Recipe, parts: Sequence[str]) -> pl.DataFrame:
    """The rows of the organisations that report, in their part, every term the figure needs."""
    if len(recipe.terms) == 1 and not terms["value"].null_count():
        return terms  # who says anything says all that is needed: 300,000 rows need no comparing
    on = list(dict.fromkeys(("org", *parts)))
    for term in recipe.terms:
        if not (term.absent_is_zero or term.area):
            saying = terms.filter(pl.col("term") == term.key, pl.col("value").is_not_null()).select(on).unique()
            terms = terms.join(saying, on=on, how="semi", nulls_equal=True)
    return terms


def _sums(recipe: Recipe) -> list[pl.Expr]:
    return [
        _weighted(recipe.numerator).alias("numerator"),
        _weighted(recipe.denominator).alias("denominator"),
        pl.col("estimated").filter(_is_any(recipe.numerator)).sum().cast(SUM).alias("estimated"),
        pl.col("suppressed").sum(),
        _organisations().alias("reported"),
        pl.col("slices").explode(keep_nulls=False, empty_as_null=False).unique().sort(),
    ]


def _organisations() -> pl.Expr:
    return pl.col("org").n_unique()


def _weighted(terms: Sequence[Term]) -> pl.Expr:
    total = pl.lit(Decimal(0)).cast(SUM)
    for term in terms:
        value = pl.col("value").filter(pl.col("term") == term.key).sum()
        total = total + (value.cast(SUM) * _weight(term)).cast(SUM)
    return total


def _weight(term: Term) -> pl.Expr:
    return pl.lit(term.weight).cast(pl.Decimal(18, 3))


def _is_any(terms: Sequence[Term]) -> pl.Expr:
    return pl.col("term").is_in([term.key for term in terms])


MADE_OF = ("numerator", "denominator", "reported")


def _valued(frame: pl.DataFrame, recipe: Recipe) -> pl.DataFrame:
    share = pl.when(pl.col("numerator") != 0).then(
        pl.col("estimated").cast(pl.Float64) / pl.col("numerator").cast(pl.Float64)
    )
    return frame.with_columns(pl.Series("value", _values(frame, recipe), dtype=pl.Object), share.alias("estimated"))


def _values(frame: pl.DataFrame, recipe: Recipe) -> list[Decimal | None]:
    if not (recipe.denominator or recipe.single):
        return frame["numerator"].to_list()
    made_of = zip(*(frame[name].to_list() for name in MADE_OF), strict=True)
    return [
        None if recipe.single and reported > 1 else value_of(numerator, denominator, recipe)
        for numerator, denominator, reported in made_of
    ]


def value_of(numerator: Decimal, denominator: Decimal, recipe: Recipe) -> Decimal | None:
    """The figure made of its two parts; None over nothing."""
    if not recipe.denominator:
        return numerator
    return recipe.scale * numerator / denominator if denominator else None
