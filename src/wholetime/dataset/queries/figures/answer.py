"""Answers a question: counted, protected and labelled."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from wholetime.chassis.api import resolve
from wholetime.dataset.engine.figures.catalogue import recipe_for
from wholetime.dataset.queries.figures.ask import Ask, BadAsk
from wholetime.dataset.queries.figures.counted import Counted, counted_for, periods_of
from wholetime.dataset.queries.figures.label import labelled
from wholetime.dataset.queries.figures.protect import safe_rows
from wholetime.dataset.queries.figures.shut import nodes_of, shut_lines, wider, without_shut
from wholetime.dataset.queries.figures.telling import Telling
from wholetime.kernel.figure import Figure, Suppression
from wholetime.kernel.period import Period


def answer(ask: Ask) -> list[Figure]:
    """The figures that answer ``ask``, in the order of its breakdown. Raises UnknownFigure or BadAsk."""
    recipe = recipe_for(ask.name)
    ask = _resolved(ask)
    found = counted_for(ask, recipe)
    telling = Telling(ask, recipe, found.parts)
    several = any(len(telling.columns(term)) > 1 for term in recipe.terms)
    rows, reasons = (_by_several_columns if several else _safe)(found, telling)
    if rows.is_empty():
        return []
    order = rows.with_columns(pl.Series("why", reasons, dtype=pl.Object))
    order = order.sort("synthetic", *ask_order(ask), nulls_last=True)
    return labelled(order.drop("why"), order["why"].to_list(), ask, recipe)


def periods_held(ask: Ask) -> frozenset[tuple[str, Period]]:
    """Each source and period that ``ask``, by source and period, has an answer for. Raises UnknownFigure or BadAsk."""
    return periods_of(_resolved(ask), recipe_for(ask.name))


def _safe(found: Counted, telling: Telling) -> tuple[pl.DataFrame, list[Suppression | None]]:
    return safe_rows(found.rows, found.terms, telling) if found.rows.height else (found.rows, [])


def _by_several_columns(found: Counted, telling: Telling) -> tuple[pl.DataFrame, list[Suppression | None]]:
    """Who has no answer by several columns has nobody there, or too few people to be told of so finely."""
    whole = counted_for(wider(telling.ask), telling.recipe)
    if whole.terms.is_empty() or not whole.terms["restricted"].any():
        return _safe(found, telling)
    telling = replace(telling, nodes=nodes_of(whole, telling))
    rows, reasons = _safe(found, telling)
    return without_shut(rows, reasons, shut_lines(found, whole, telling), telling.whole)


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
