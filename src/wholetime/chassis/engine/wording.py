"""Figures in words: how a value, a unit and a period are written for people, in pages and documents alike."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from wholetime.kernel.figure import Figure, Suppression, Unit
from wholetime.kernel.period import Period, financial_year

NO_DATA = "No data"
WITHHELD = "Withheld"

DECIMALS = {
    Unit.WTE: 1,
    Unit.WTE_DAYS: 0,
    Unit.PERCENT: 1,
    Unit.PATIENTS_PER_WTE: 0,
    Unit.RESIDENTS_PER_WTE: 0,
    Unit.SCORE: 1,
}


def counted(number: int, noun: str, plural: str = "") -> str:
    """``1 role group``, ``1,234 role groups``: the one place where nouns are made plural.

    ``plural`` where it is not ``noun`` with an s; both may go on with their verb: ``row was``, ``rows were``.
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def number_text(value: Decimal | float, decimals: int) -> str:
    """``1,234.5``: thousands parted by commas, halves rounded up as published tables do, a true minus sign."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded:,}".replace("-", "−") if rounded else f"{abs(rounded):,}"


def value_text(figure: Figure) -> str:
    """The value alone, to the places its unit is read to; a percentage carries its sign."""
    if figure.suppression is not None:
        return WITHHELD
    if figure.value is None:
        return NO_DATA
    unit = figure.definition.unit
    text = number_text(figure.value, DECIMALS.get(unit, 0))
    return f"{text}%" if unit is Unit.PERCENT else text


def unit_text(unit: Unit) -> str:
    """What follows the value; nothing for a percentage, which carries its sign, nor for a score."""
    return "" if unit in (Unit.PERCENT, Unit.SCORE) else str(unit)


def phrase(figure: Figure) -> str:
    """``8,412.5 WTE``: value and unit together."""
    unit = unit_text(figure.definition.unit)
    shown = value_text(figure)
    return f"{shown} {unit}" if unit and figure.value is not None else shown


def day_text(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def period_text(period: Period) -> str:
    """``31 October 2024``, ``October 2024``, ``2023/24``, or ``from … to …``."""
    if period.start == period.end:
        return day_text(period.start)
    if period.is_month:
        return f"{period.start:%B %Y}"
    if period == financial_year(period.start.year):
        return str(period)
    return f"{day_text(period.start)} to {day_text(period.end)}"


def withheld_text(reason: Suppression) -> str:
    return f"Withheld: {reason}"


def coverage_text(figure: Figure) -> str | None:
    """``23 of 24 organisations reported (95.8%)``, or None where the figure does not say."""
    coverage = figure.coverage
    if coverage is None or coverage.share is None:
        return None
    share = number_text(coverage.share * 100, 1)
    expected = counted(coverage.expected, "organisation")
    return f"{coverage.reported:,} of {expected} reported ({share}%)"


def imputed_text(figure: Figure) -> str | None:
    """``2.0% of the value was estimated by the publisher``; None where the source does not say."""
    if figure.coverage is None or figure.coverage.imputed is None:
        return None
    return f"{number_text(figure.coverage.imputed * 100, 1)}% of the value was estimated by the publisher"
