"""What is held for a question, placed in the tree and combined: every number still as it was counted."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from django.conf import settings

from wholetime.dataset.engine.figures.combine import combine
from wholetime.dataset.engine.figures.recipe import Recipe
from wholetime.dataset.queries.figures.ask import Ask
from wholetime.dataset.queries.figures.coverage import OWN, coverage
from wholetime.dataset.queries.figures.distinct import without_doubles
from wholetime.dataset.queries.figures.kept_terms import SPAN, Terms, counted_for_areas
from wholetime.dataset.queries.figures.placed import placed
from wholetime.dataset.queries.figures.spans import in_period
from wholetime.dataset.queries.manifest import current_version
from wholetime.kernel.period import Period

FEW = 12
"""Days that are looked for one by one; where more are asked about, all are read."""

ALWAYS = ("synthetic", "period_from", "period_to")
"""Parts of every answer: invented people are never added to real ones, nor one period to another."""


@dataclass(frozen=True, slots=True)
class Counted:
    """``rows`` by ``parts`` as ``combine`` gives them, with spoke and expected; and the ``terms`` they are made of."""

    parts: tuple[str, ...]
    terms: pl.DataFrame
    rows: pl.DataFrame


def counted_for(ask: Ask, recipe: Recipe) -> Counted:
    """Nothing is withheld yet: not to be shown."""
    parts = (*ALWAYS, *(part for part in ask.by if part != "period"))
    held = terms_of(recipe, ask)
    ever = placed(held.speaking(), ask)
    terms = _answering(held, ever, ask)
    if terms.is_empty():
        return Counted(parts, terms, terms)
    areas = placed(counted_for_areas(held.version, held.engine, recipe), ask) if _by_area(recipe) else terms.clear()
    rows = without_doubles(combine(terms, areas, recipe, parts), ask, recipe, parts)
    return Counted(parts, terms, _with_coverage(rows, ever, terms, parts))


def periods_of(ask: Ask, recipe: Recipe) -> frozenset[tuple[str, Period]]:
    """Each source and period in which some organisation reports all that the figure needs: what is held, not how much.

    A withheld number has its period too, so nothing is told here that an answer would not say.
    """
    held = terms_of(recipe, ask)
    ever = placed(held.speaking(), ask)
    if _by_area(recipe) and placed(counted_for_areas(held.version, held.engine, recipe), ask).is_empty():
        return frozenset()
    needed = [term.key for term in recipe.terms if not (term.absent_is_zero or term.area)]
    said = ever.group_by("org", *SPAN).agg(
        pl.col("term").filter(pl.col("term").is_in(needed)).n_unique().alias("terms")
    )
    whole = said.filter(pl.col("terms") == len(needed)).select("source", "period_from", "period_to").unique()
    return frozenset((source, Period(start, end)) for source, start, end in whole.iter_rows())


def _by_area(recipe: Recipe) -> bool:
    return any(term.area for term in recipe.terms)


def terms_of(recipe: Recipe, ask: Ask) -> Terms:
    """All that is held for a question, over all time and for everybody."""
    window = ask.period if recipe.people and ask.period is not None and not ask.period.is_month else None
    return Terms(current_version(), settings.LAKE_ENGINE, recipe, ask.breakdowns, ask.where, window)


def _answering(held: Terms, ever: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """The terms of those of ``ever`` who answer about the period asked: what was held of others is not read."""
    answering = in_period(ever, ask.period, "period" in ask.by)
    if answering is ever:
        return placed(held.every(), ask)
    days = tuple(answering["period_to"].unique().sort())
    rows = held.every() if len(days) > FEW else held.of(days)
    return placed(rows, ask).join(answering.select(SPAN).unique(), on=SPAN, how="semi")


def _with_coverage(rows: pl.DataFrame, ever: pl.DataFrame, terms: pl.DataFrame, parts: tuple[str, ...]) -> pl.DataFrame:
    found = coverage(ever, terms, parts)
    on = [*(part for part in parts if part in OWN), "period_from", "period_to"]
    return rows.join(found, on=on, how="left", nulls_equal=True)
