"""Periods: what they print as, and that what is printed can be read back."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wholetime.kernel.period import (
    Period,
    PeriodError,
    census,
    financial_year,
    month,
    month_of,
    months_between,
    parse_period,
)

DAYS = st.dates()
MONTHS = st.builds(month, st.integers(1, 9999), st.integers(1, 12))
YEARS = st.builds(financial_year, st.integers(1, 9998))
SPANS = st.lists(DAYS, min_size=2, max_size=2).map(sorted).map(lambda ends: Period(*ends))
PERIODS = st.one_of(MONTHS, YEARS, SPANS, st.builds(census, DAYS))


@given(PERIODS)
@example(financial_year(2011))
@example(financial_year(1999))
@example(month(999, 4))
@example(Period(date(9999, 4, 1), date(9999, 12, 31)))
@example(Period(date(2024, 4, 1), date(2024, 4, 30)))
def test_what_is_printed_reads_back(period: Period) -> None:
    assert parse_period(str(period)) == period


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (month(2024, 4), "2024-04"),
        (month(2024, 12), "2024-12"),
        (month(987, 4), "0987-04"),
        (financial_year(2023), "2023/24"),
        (financial_year(2011), "2011/12"),
        (financial_year(1999), "1999/00"),
        (census(date(2024, 4, 30)), "2024-04-30"),
        (Period(date(2023, 10, 31), date(2024, 9, 30)), "2023-10-31/2024-09-30"),
        (Period(date(2024, 4, 1), date(2024, 6, 30)), "2024-04-01/2024-06-30"),
        (Period(date(2023, 4, 1), date(2025, 3, 31)), "2023-04-01/2025-03-31"),
    ],
)
def test_each_kind_prints_as_the_returns_do(period: Period, text: str) -> None:
    assert str(period) == text
    assert parse_period(text) == period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2023-24", financial_year(2023)),
        ("2023-2024", financial_year(2023)),
        ("2011/2012", financial_year(2011)),
        ("1999-00", financial_year(1999)),
        ("2011-12", month(2011, 12)),
        ("2009-10", month(2009, 10)),
        ("2024-04-01/2024-04-30", month(2024, 4)),
        ("2024-04-30/2024-04-30", census(date(2024, 4, 30))),
    ],
)
def test_other_forms_are_read(text: str, period: Period) -> None:
    assert parse_period(text) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "2024",
        "2024-4",
        "2024-00",
        "2024-13",
        "0000-04",
        "2024-26",
        "2011/1912",
        "2024-04-31",
        "2024-04-30T00",
        "2024-04 ",
        "2024-04\n",
        "April 2024",
        "٢٠٢٤-٠٤",  # Arabic digits: Python reads them as numbers, and we should not
        "2024-W05-1/2024-06-01",
        "2024-04-01/20240430",
        "2024-04-01/",
        "2024-04/2024-05",
        "2024-04-01/2024-04-30/2024-05-31",
        "9999/00",
    ],
)
def test_anything_else_is_refused_with_the_forms_that_are_read(text: str) -> None:
    with pytest.raises(PeriodError, match=r"2024-04, 2023-24, 2024-04-30 or start/end"):
        parse_period(text)


@given(st.text(alphabet="0123456789-/W T", max_size=22))
def test_no_text_is_read_as_something_it_does_not_say(text: str) -> None:
    """Either it is refused, or the period it gives prints as a form that gives it again."""
    try:
        period = parse_period(text)
    except PeriodError:
        return
    assert parse_period(str(period)) == period
    assert text[:4] == f"{period.start.year:04d}"


def test_a_backward_span_says_so() -> None:
    with pytest.raises(PeriodError, match=r"cannot end \(2024-04-01\) before it starts \(2024-05-01\)"):
        parse_period("2024-05-01/2024-04-01")
    with pytest.raises(PeriodError):
        Period(date(2024, 5, 1), date(2024, 4, 1))


@given(PERIODS)
def test_days_are_counted_with_both_ends(period: Period) -> None:
    assert period.days == (period.end - period.start).days + 1 >= 1
    assert period.contains(period.start)
    assert period.contains(period.end)


@given(st.dates(date(2, 1, 1), date(9998, 1, 1)), st.integers(0, 800))
def test_a_period_contains_its_days_and_no_others(start: date, length: int) -> None:
    period = Period(start, start + timedelta(days=length))
    assert not period.contains(start - timedelta(days=1))
    assert not period.contains(period.end + timedelta(days=1))
    assert period.contains(start + timedelta(days=length // 2))


@given(MONTHS)
def test_a_month_is_all_of_it(period: Period) -> None:
    assert period.is_month
    assert period.days == calendar.monthrange(period.start.year, period.start.month)[1]
    assert month_of(period.end) == month_of(period.start) == period


@given(YEARS)
def test_a_financial_year_is_twelve_months(period: Period) -> None:
    months = list(months_between(period, period))
    assert period.is_financial_year
    assert not period.is_month
    assert len(months) == 12
    assert sum(each.days for each in months) == period.days
    assert (months[0].start, months[-1].end) == (period.start, period.end)


@pytest.mark.parametrize("period", [census(date(2024, 4, 1)), Period(date(2024, 4, 1), date(2024, 4, 29))])
def test_part_of_a_month_is_not_a_month(period: Period) -> None:
    assert not period.is_month
    assert not period.is_financial_year


@given(st.lists(st.dates(date(1900, 1, 1), date(2100, 1, 1)), min_size=2, max_size=2).map(sorted))
def test_months_between_meet_end_to_end(ends: list[date]) -> None:
    months = list(months_between(census(ends[0]), census(ends[1])))
    assert months[0] == month_of(ends[0])
    assert months[-1] == month_of(ends[1])
    for earlier, later in pairwise(months):
        assert later.start - earlier.end == timedelta(days=1)


def test_months_between_reach_the_last_month_there_is() -> None:
    assert len(list(months_between(month(9999, 11), month(9999, 12)))) == 2


def test_no_months_lie_between_a_month_and_an_earlier_one() -> None:
    assert list(months_between(month(2024, 5), month(2024, 4))) == []


def test_periods_sort_by_start_and_then_end() -> None:
    first, year, second = month(2023, 4), financial_year(2023), month(2023, 5)
    assert sorted([second, year, first]) == [first, year, second]
