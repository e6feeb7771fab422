"""Rates of protected counts: a rate is withheld with either of its parts."""

from __future__ import annotations

from decimal import Decimal

from wholetime.kernel.disclosure.policy import Protected
from wholetime.kernel.figure import Suppression
from wholetime.kernel.rates import percent


def withheld(*parts: Protected) -> Suppression | None:
    """Why a figure made of these parts must be withheld, or None. The first part with a reason gives it."""
    return next((part.why for part in parts if part.why is not None), None)


def protected_percent(numerator: Protected, denominator: Protected) -> tuple[Decimal | None, Suppression | None]:
    """The percentage as printed from the counts as printed, or None and why.

    It uses the rounded counts, so that the percentage never says more than they do. A percentage also
    speaks of the rest (98% stayed, so 2% left): give ``protect`` the rest as a cell of its own.
    """
    why = withheld(numerator, denominator)
    if why is not None or numerator.value is None or denominator.value is None:
        return None, why
    return percent(Decimal(numerator.value), Decimal(denominator.value)), None
