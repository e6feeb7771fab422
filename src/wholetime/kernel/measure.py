"""Counting people and their time: headcount, whole-time equivalent, and the days and hours they offer."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from decimal import Decimal

from wholetime.kernel.hours import Hours
from wholetime.kernel.period import Period
from wholetime.kernel.rates import Count, exact

WEEKS_IN_YEAR = Decimal("52.179")
"""Weeks in a year in the Scottish method. Source: NHS Education for Scotland, workforce methods page."""


def headcount(people: Iterable[Hashable]) -> int:
    """Distinct people, however many posts each holds. It does not add up over groups; WTE does.

    Source: HSCIC, NHS Workforce Statistics, November 2014.
    """
    return len(set(people))


def wte(contracted: Hours, full_time: Hours) -> Decimal | None:
    """Contracted weekly hours ÷ the full-time week of that contract; None when the full-time week is zero.

    The full-time week is reference data: it differs between contracts and has changed over time.
    Source: HSCIC, NHS Workforce Statistics, November 2014.
    """
    return contracted.ratio(full_time)


def wte_days(wte_in_post: Count, period: Period) -> Decimal:
    """WTE days that ``wte_in_post``, unchanged through ``period``, makes available: every calendar day counts.

    Source: NHS Employers 2014 (365-day basis); GOV.UK, Sickness absence in the NHS, October to December 2015.
    """
    return exact(wte_in_post) * period.days


def contracted_hours(weekly: Hours, months: Count) -> Hours:
    """Hours contracted over ``months`` in the Scottish method: weekly × 52.179 × months ÷ 12.

    Scotland's sickness rate is hours lost over these, not England's WTE days. Source: NHS Education for
    Scotland, workforce methods page.
    """
    return weekly * (WEEKS_IN_YEAR * exact(months)) / 12
