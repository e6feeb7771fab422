"""Invented figures for the gallery: Fictionshire does not exist."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from wholetime.kernel.figure import Coverage, Definition, Figure, Scope, Source, Suppression, Unit
from wholetime.kernel.period import Period, census, month

SOURCE = Source(
    publication="Fictionshire workforce return, October 2024 (invented)",
    file="fictionshire_return_2024_10.csv",
    sha256="9f2c41d07b5e8a36c1f4e09d2b7a6853f0e1d2c3b4a5968778695a4b3c2d1e0f",
    loaded_at=datetime(2024, 11, 12, 9, 30, tzinfo=UTC),
    licence="Open Government Licence v3.0",
    synthetic=True,
)
SOURCE_LINE = "Source: Fictionshire workforce return, October 2024 (invented). Coverage: 23 of 24 organisations."


def figure(
    title: str,
    unit: Unit,
    value: str | None,
    period: Period | None = None,
    suppression: Suppression | None = None,
    parts: tuple[str, str] | None = None,
) -> Figure:
    """An invented figure; ``parts`` are its numerator and denominator."""
    rate = unit is Unit.PERCENT
    return Figure(
        definition=Definition(
            name=title.lower().replace(" ", "_"),
            title=title,
            meaning=f"{title} of the people employed in Fictionshire on the last day of the month.",
            unit=unit,
            numerator="WTE days lost to sickness" if rate else "sum over organisations",
            denominator="WTE days available" if rate else "",
            publication="Fictionshire definitions, 2024 edition (invented)",
        ),
        value=None if value is None else Decimal(value),
        numerator=Decimal(parts[0]) if parts else None,
        denominator=Decimal(parts[1]) if parts else None,
        period=period or census(date(2024, 10, 31)),
        scope=Scope(place="XX1"),
        sources=(SOURCE,),
        coverage=Coverage(23, 24, Decimal("0.02")),
        suppression=suppression,
    )


def headline() -> list[Figure]:
    october = month(2024, 10)
    return [
        figure("Headcount", Unit.PEOPLE, "48213"),
        figure("Whole-time equivalent", Unit.WTE, "41876.4"),
        figure("Sickness rate", Unit.PERCENT, "5.24", october, parts=("68021.3", "1298115.0")),
        figure("Patients per GP", Unit.PATIENTS_PER_WTE, "2254"),
        figure("Midwives aged 60 and over", Unit.PEOPLE, None, suppression=Suppression.PRIMARY),
        figure("Vacancy rate", Unit.PERCENT, None, october),
    ]
