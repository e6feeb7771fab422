"""Figures made by hand for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from wholetime.kernel.figure import Coverage, Definition, Figure, Scope, Source, Suppression, Unit
from wholetime.kernel.period import month

LOADED = datetime(2026, 1, 1, tzinfo=UTC)


def source(file: str = "made.csv", *, synthetic: bool = False) -> Source:
    return Source("Made by hand", file, "0" * 64, LOADED, "OGL v3", synthetic)


def figure(
    name: str,
    value: int | str | Decimal | None,
    *,
    numerator: int | str | None = None,
    denominator: int | str | None = None,
    unit: Unit = Unit.WTE,
    source: Source | None = None,
    coverage: Coverage | None = None,
    suppression: Suppression | None = None,
    month: tuple[int, int] = (2025, 3),
    group: str | None = None,
    detail: dict[str, str] | None = None,
    notes: tuple[str, ...] = (),
) -> Figure:
    return Figure(
        definition=Definition(name, name.capitalize(), "", unit, "", "", "Made by hand"),
        value=None if value is None else Decimal(value),
        numerator=None if numerator is None else Decimal(numerator),
        denominator=None if denominator is None else Decimal(denominator),
        period=PERIODS(*month),
        scope=Scope(group=group, detail=tuple(sorted((detail or {}).items()))),
        sources=(source or SOURCE,),
        coverage=coverage,
        suppression=suppression,
        notes=notes,
    )


SOURCE = source()
PERIODS = month
