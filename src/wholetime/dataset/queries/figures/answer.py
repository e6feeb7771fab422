"""Answers a question: terms from every source, placed in the tree, combined, protected and labelled."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from wholetime.chassis.api import resolve
from wholetime.dataset.engine.figures.catalogue import recipe_for
from wholetime.dataset.engine.figures.combine import combine
from wholetime.dataset.queries.figures.ask import Ask, BadAsk
from wholetime.dataset.queries.figures.coverage import OWN, coverage
from wholetime.dataset.queries.figures.distinct import without_doubles
from wholetime.dataset.queries.figures.label import labelled
from wholetime.dataset.queries.figures.observed import counted_for_areas
from wholetime.dataset.queries.figures.placed import placed
from wholetime.dataset.queries.figures.protect import safe_rows
from wholetime.dataset.queries.figures.spans import in_period
from wholetime.dataset.queries.figures.terms import all_terms
from wholetime.kernel.figure import Figure

ALWAYS = ("synthetic", "period_from", "period_to")
"""Parts of every answer: invented people are never added to real ones, nor one period to another."""


def answer(ask: Ask) -> list[Figure]:
    """The figures that answer ``ask``, in the order of its breakdown. Raises UnknownFigure or BadAsk."""
    recipe = recipe_for(ask.name)
    ask = _resolved(ask)
    ever = placed(all_terms(recipe, ask), ask)
    terms = in_period(ever, ask.period, "period" in ask.by)
    if terms.is_empty():
        return []
    parts = (*ALWAYS, *(part for part in ask.by if part != "period"))
    areas = placed(counted_for_areas(recipe.terms), ask)
    rows = without_doubles(combine(terms, areas, recipe, parts), ask, recipe, parts)
    rows = _with_coverage(rows, ever, terms, parts).sort("synthetic", *ask_order(ask), nulls_last=True)
    rows, reasons = safe_rows(rows, terms, ask, recipe, parts)
    return labelled(rows, reasons, ask, recipe)


def _resolved(ask: Ask) -> Ask:
    """Codes of other schemes (ONS areas, say) become the tree's own."""
    codes = {code: resolve(code) for code in (ask.org, ask.place) if code is not None}
    for code, found in codes.items():
        if found is None:
            raise BadAsk(f"no organisation or area has the code {code}")
    return replace(
        ask,
        org=codes[ask.org] if ask.org is not None else None,
        place=codes[ask.place] if ask.place is not None else None,
    )


def ask_order(ask: Ask) -> list[str]:
    """The columns to sort an answer by: the breakdown as it was asked, then time."""
    order = [name for part in ask.by for name in (("period_to", "period_from") if part == "period" else (part,))]
    return list(dict.fromkeys([*order, "period_to", "period_from"]))


def _with_coverage(rows: pl.DataFrame, ever: pl.DataFrame, terms: pl.DataFrame, parts: tuple[str, ...]) -> pl.DataFrame:
    found = coverage(ever, terms, parts)
    on = [*(part for part in parts if part in OWN), "period_from", "period_to"]
    return rows.join(found, on=on, how="left", nulls_equal=True)
