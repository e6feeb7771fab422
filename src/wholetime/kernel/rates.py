"""Workforce rates, exactly as the national publications define them.

Every function takes and gives exact decimals. A rate is a percentage of its denominator, unrounded: round
once, where it is printed, with ``rounded``. **A rate over nothing is None**, decided here once: not zero, not
an error. Nobody in post has no leaver rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

HUNDRED = Decimal(100)

Count = int | Decimal


def ratio(numerator: Count, denominator: Count) -> Decimal | None:
    """``numerator`` ÷ ``denominator``, or None when the denominator is zero. Raises TypeError for a float."""
    top, bottom = exact(numerator), exact(denominator)
    return top / bottom if bottom else None


def percent(numerator: Count, denominator: Count) -> Decimal | None:
    """100 × ``numerator`` ÷ ``denominator``, or None when the denominator is zero."""
    return ratio(HUNDRED * exact(numerator), denominator)


def mean(values: Sequence[Count]) -> Decimal | None:
    return ratio(sum((exact(value) for value in values), Decimal(0)), len(values))


def leaver_rate(leavers: Count, at_start: Count, at_end: Count) -> Decimal | None:
    """Leavers in the period as a percentage of the mean of headcount at its start and at its end.

    Leavers are people who left active service, so they include those who went on maternity leave or a career
    break. The population must be the same in all three. Source: NHS Digital's method, as given with the
    Nuffield Trust's 2022 charts of NHS leavers.
    """
    return _turnover(leavers, at_start, at_end)


def joiner_rate(joiners: Count, at_start: Count, at_end: Count) -> Decimal | None:
    """Joiners in the period as a percentage of the mean of headcount at its start and at its end.

    Source: the twin of the leaver rate; HSCIC, NHS Workforce Statistics, November 2014, gives both.
    """
    return _turnover(joiners, at_start, at_end)


def _turnover(movers: Count, at_start: Count, at_end: Count) -> Decimal | None:
    return percent(2 * exact(movers), exact(at_start) + exact(at_end))


def stability_index(stayers: Count, at_start: Count) -> Decimal | None:
    """People in the group at the start and still in it at the end, as a percentage of those at the start.

    It is not 100 less the leaver rate: people who join and leave within the period are leavers but were
    never at the start, and the denominators differ. Source: Parliamentary answer 112582, January 2022,
    quoting NHS Digital. Raises ValueError for more stayers than there were at the start.
    """
    if exact(stayers) > exact(at_start):
        raise ValueError(f"{stayers} cannot have stayed of {at_start}")
    return percent(stayers, at_start)


def sickness_rate(wte_days_lost: Count, wte_days_available: Count) -> Decimal | None:
    """WTE days lost to sickness as a percentage of WTE days available, both in calendar days.

    Sources: GOV.UK, Sickness absence in the NHS, October to December 2015; NHS Employers 2014 (365-day basis).
    """
    return percent(wte_days_lost, wte_days_available)


def vacancies(establishment_wte: Count, in_post_wte: Count) -> Decimal:
    """Funded establishment less substantive staff in post, in WTE. Below zero when over-established.

    Source: StatsWales, NHS vacancy definition; England's collection has the same form.
    """
    return exact(establishment_wte) - exact(in_post_wte)


def vacancy_rate(establishment_wte: Count, in_post_wte: Count) -> Decimal | None:
    """Vacancies as a percentage of the funded establishment; negative when over-established.

    Temporary cover does not reduce it. Source: StatsWales, NHS vacancy definition.
    """
    return percent(vacancies(establishment_wte, in_post_wte), establishment_wte)


def patients_per_wte(patients: Count, wte: Count) -> Decimal | None:
    """Registered patients for each WTE in post."""
    return ratio(patients, wte)


def rounded(value: Decimal | None, places: int = 1) -> Decimal | None:
    """``value`` as printed, halves away from zero as publications do; None stays None."""
    if value is None:
        return None
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def exact(value: Count) -> Decimal:
    """``value`` as a Decimal. Raises TypeError for anything that may already have lost precision."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"rates need whole numbers or exact decimals, not {type(value).__name__}")
    return Decimal(value)
