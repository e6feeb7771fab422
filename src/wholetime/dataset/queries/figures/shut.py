"""Nodes with too few people to be told of by several columns together: one line says so, whoever is in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from wholetime.dataset.engine.frames import named_rows
from wholetime.dataset.queries.figures.ask import Ask
from wholetime.dataset.queries.figures.counted import Counted
from wholetime.dataset.queries.figures.telling import Speaking, Telling, speaking
from wholetime.kernel.figure import Suppression

WITHHELD = "withheld"
"""The value of each breakdown column in the line that stands for all values of a node."""


def wider(ask: Ask) -> Ask:
    """The question about the same nodes and times, without breakdown columns."""
    kept = tuple((column, value) for column, value in ask.where if column == "contract")
    return replace(ask, by=tuple(part for part in ask.by if part not in ask.breakdowns), where=kept)


def nodes_of(found: Counted, telling: Telling) -> Speaking:
    """Who speaks for each node and time of the wider question ``found``, term by term."""
    rows = speaking(found.terms, telling.recipe, telling.whole)
    return {(*(row[part] for part in telling.whole), row["term"]): row["units"] for row in rows}


def shut_lines(found: Counted, whole: Counted, telling: Telling) -> pl.DataFrame:
    """One row for each node and time that a guard of the question is shut to, with the columns of ``found``."""
    shut = _shut(telling)
    mine = [tuple(row[part] for part in telling.whole) in shut for row in named_rows(whole.rows)]
    lines = whole.rows.filter(pl.Series(mine, dtype=pl.Boolean))
    schema = found.rows.schema if found.rows.height else whole.rows.schema
    numbers = [pl.lit(None, dtype=schema[name]).alias(name) for name in ("numerator", "denominator", "estimated")]
    values = [_withheld(schema.get(part, pl.String)).alias(part) for part in telling.parts if part not in telling.whole]
    told = lines.with_columns(*numbers, *values).drop("value")
    return told.with_columns(pl.Series("value", [None] * lines.height, dtype=pl.Object))


def without_shut(
    rows: pl.DataFrame, reasons: list[Suppression | None], lines: pl.DataFrame, on: Sequence[str]
) -> tuple[pl.DataFrame, list[Suppression | None]]:
    """``rows`` and their reasons, with all that is said of a shut node replaced by its line of ``lines``."""
    shut = set(lines.select(on).iter_rows())
    kept = [node not in shut for node in rows.select(on).iter_rows()] if rows.height else []
    open_ = [why for why, keep in zip(reasons, kept, strict=True) if keep]
    shown = rows.filter(pl.Series(kept, dtype=pl.Boolean)).select(lines.columns) if rows.height else lines.clear()
    return pl.concat([shown, lines]), open_ + [Suppression.SECONDARY] * lines.height


def _withheld(kind: pl.DataType | type[pl.DataType]) -> pl.Expr:
    return pl.lit(WITHHELD if kind == pl.String else None, dtype=kind)


def _shut(telling: Telling) -> set[tuple[Any, ...]]:
    found = set()
    for key, units in telling.nodes.items():
        *node, term = key
        row = dict(zip(telling.whole, node, strict=True)) | {"term": term, "units": units}
        if tuple(node) not in found and telling.is_shut(row):
            found.add(tuple(node))
    return found
