"""Gives every number of an answer its label: definition, period, scope, sources, coverage."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

import polars as pl

from wholetime.chassis.engine.wording import counted
from wholetime.chassis.postgres.reach import as_operator
from wholetime.dataset.engine.figures.recipe import Recipe
from wholetime.dataset.engine.frames import named_rows
from wholetime.dataset.models import Load
from wholetime.dataset.queries.figures.ask import Ask
from wholetime.dataset.queries.manifest import Version, current_version, loads_of
from wholetime.kernel.figure import Coverage, Figure, Scope, Source, Suppression
from wholetime.kernel.period import Period

PLAIN = ("org", "place", "staff_group", "synthetic", "period_from", "period_to")


def labelled(rows: pl.DataFrame, reasons: Sequence[Suppression | None], ask: Ask, recipe: Recipe) -> list[Figure]:
    """One figure for each row of ``rows`` (columns as ``combine`` gives them, with spoke and expected)."""
    version, scopes = current_version(), _Scopes(ask)
    named = named_rows(rows if recipe.denominator else rows.drop("numerator", "denominator"))
    return [_figure(row, why, scopes.of(row), recipe, version) for row, why in zip(named, reasons, strict=True)]


def _figure(row: dict[str, Any], why: Suppression | None, scope: Scope, recipe: Recipe, version: Version) -> Figure:
    shown = why is None and row["value"] is not None
    has_ratio = bool(recipe.denominator)
    return Figure(
        definition=recipe.definition,
        value=row["value"] if shown else None,
        numerator=_plain(row["numerator"]) if shown and has_ratio else None,
        denominator=_plain(row["denominator"]) if shown and has_ratio else None,
        period=_period(row["period_from"], row["period_to"]),
        scope=scope,
        sources=sources_of(tuple(row["slices"]), version),
        coverage=_coverage(row["spoke"], row["expected"], row["estimated"]),
        suppression=why,
        notes=_notes(row, recipe),
    )


# Thousands of figures share a few periods and coverages: one object each is quicker made, and smaller when kept.
_period = lru_cache(maxsize=1024)(Period)


@lru_cache(maxsize=1024)
def _coverage(spoke: int, expected: int, estimated: float | None) -> Coverage:
    return Coverage(spoke, expected, None if estimated is None else Decimal(str(round(estimated, 4))))


class _Scopes:
    """What each row of an answer is about."""

    def __init__(self, ask: Ask) -> None:
        self.by = frozenset(ask.by)
        self.fixed = {"org": ask.org, "place": ask.place} | dict(ask.where)
        self.details = sorted({*ask.by, *dict(ask.where)} - {*PLAIN, "period"})

    def of(self, row: dict[str, Any]) -> Scope:
        return Scope(
            org=self._part(row, "org"),
            place=self._part(row, "place"),
            group=self._part(row, "staff_group"),
            detail=self._detail(row) if self.details else (),
        )

    def _detail(self, row: dict[str, Any]) -> tuple[tuple[str, str], ...]:
        said = [(name, self._part(row, name)) for name in self.details]
        return tuple((name, value) for name, value in said if value is not None)

    def _part(self, row: dict[str, Any], name: str) -> str | None:
        found: str | None = row[name] if name in self.by else self.fixed.get(name)
        return found


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


@lru_cache(maxsize=4096)
def sources_of(slices: tuple[int, ...], version: Version) -> tuple[Source, ...]:
    """The loads that the slices came from, one source for each file."""
    load_of = loads_of(version)
    return _sources_of(frozenset(map(load_of.__getitem__, slices)), version)


@lru_cache(maxsize=1024)
def _sources_of(loads: frozenset[str], version: Version) -> tuple[Source, ...]:
    known = _sources(version)
    return tuple(sorted(known[load] for load in loads))


SOURCE = ("publication", "file_name", "sha256", "committed_at", "staged_at", "licence", "synthetic")


@lru_cache(maxsize=4)
@as_operator()  # kept for everybody; a figure names the sources of its own rows only
def _sources(version: Version) -> dict[str, Source]:
    loads = Load.objects.filter(key__in=set(loads_of(version).values())).values_list("key", *SOURCE)
    return {
        str(key): Source(publication, file_name, sha256, committed_at or staged_at, licence, synthetic)
        for key, publication, file_name, sha256, committed_at, staged_at, licence, synthetic in loads
    }
