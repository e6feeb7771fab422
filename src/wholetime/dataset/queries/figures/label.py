"""Gives every number of an answer its label: definition, period, scope, sources, coverage."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

import polars as pl

from wholetime.chassis.engine.wording import counted
from wholetime.dataset.engine.figures.recipe import Recipe
from wholetime.dataset.models import Load
from wholetime.dataset.queries.figures.ask import Ask
from wholetime.dataset.queries.manifest import Version, current_version, loads_of
from wholetime.kernel.figure import Coverage, Figure, Scope, Source, Suppression
from wholetime.kernel.period import Period

PLAIN = ("org", "place", "staff_group", "synthetic", "period_from", "period_to")


def labelled(rows: pl.DataFrame, reasons: Sequence[Suppression | None], ask: Ask, recipe: Recipe) -> list[Figure]:
    """One figure for each row of ``rows`` (columns as ``combine`` gives them, with spoke and expected)."""
    version = current_version()
    return [
        _figure(row, why, ask, recipe, version) for row, why in zip(rows.iter_rows(named=True), reasons, strict=True)
    ]


def _figure(row: dict[str, Any], why: Suppression | None, ask: Ask, recipe: Recipe, version: Version) -> Figure:
    sources = sources_of(tuple(row["slices"]), version)
    shown = why is None and row["value"] is not None
    has_ratio = bool(recipe.denominator)
    return Figure(
        definition=recipe.definition,
        value=row["value"] if shown else None,
        numerator=_plain(row["numerator"]) if shown and has_ratio else None,
        denominator=_plain(row["denominator"]) if shown and has_ratio else None,
        period=Period(row["period_from"], row["period_to"]),
        scope=_scope(row, ask),
        sources=sources,
        coverage=Coverage(row["spoke"], row["expected"], _share(row["estimated"])),
        suppression=why,
        notes=_notes(row, recipe),
    )


def _scope(row: dict[str, Any], ask: Ask) -> Scope:
    asked = dict(ask.where)
    detail = {part: row[part] for part in ask.by if part not in (*PLAIN, "period")}
    detail |= {column: value for column, value in ask.where if column != "staff_group" and column not in detail}
    return Scope(
        org=row.get("org", ask.org) if "org" in ask.by else ask.org,
        place=row["place"] if "place" in ask.by else ask.place,
        group=row.get("staff_group") if "staff_group" in ask.by else asked.get("staff_group"),
        detail=tuple(sorted((key, value) for key, value in detail.items() if value is not None)),
    )


def _notes(row: dict[str, Any], recipe: Recipe) -> tuple[str, ...]:
    notes = list(recipe.notes)
    if row["partial"]:
        who = counted(row["partial"], "organisation reports", "organisations report")
        notes.append(f"{who} only part of what this needs: left out")
    if row["suppressed"]:
        numbers = counted(row["suppressed"], "number")
        notes.append(f"{numbers} withheld by the publisher: counted as nothing")
    return tuple(notes)


def _plain(value: Decimal) -> Decimal:
    return value.normalize() if value == value.to_integral_value() else value


def _share(estimated: float | None) -> Decimal | None:
    return None if estimated is None else Decimal(str(round(estimated, 4)))


@lru_cache(maxsize=4096)
def sources_of(slices: tuple[int, ...], version: Version) -> tuple[Source, ...]:
    """The loads that the slices came from, one source for each file."""
    loads = {loads_of(version)[number] for number in slices}
    return tuple(sorted(_sources(version)[load] for load in loads))


@lru_cache(maxsize=4)
def _sources(version: Version) -> dict[str, Source]:
    loads = Load.objects.filter(key__in=set(loads_of(version).values()))
    return {
        str(load.key): Source(
            load.publication,
            load.file_name,
            load.sha256,
            load.committed_at or load.staged_at,
            load.licence,
            load.synthetic,
        )
        for load in loads
    }
