"""Hours and money are exact, keep their unit, and are rounded only at the edge."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholetime.kernel.hours import NO_HOURS, Hours, hours_between
from wholetime.kernel.money import NO_MONEY, Money

LONDON = ZoneInfo("Europe/London")
EXACT = st.decimals(-(10**6), 10**6, places=4)
BOTH = pytest.mark.parametrize("kind", [Hours, Money])


@BOTH
@given(a=EXACT, b=EXACT, c=EXACT)
def test_adding_and_multiplying_behave(kind: type[Hours], a: Decimal, b: Decimal, c: Decimal) -> None:
    assert kind(a) + kind(b) == kind(b) + kind(a) == kind(a + b)
    assert kind(a) + kind(b) - kind(b) == kind(a)
    assert (kind(a) + kind(b)) + kind(c) == kind(a) + (kind(b) + kind(c))
    assert -kind(a) + kind(a) == kind(0)
    assert 3 * kind(a) == kind(a) * 3 == kind(a) + kind(a) + kind(a)
    assert (kind(a) < kind(b)) == (a < b)
    assert hash(kind(a)) == hash(kind(a + Decimal("0.000")))


@BOTH
@pytest.mark.parametrize("wrong", [0.1, True, None])
def test_no_float_gets_in(kind: type[Hours], wrong: object) -> None:
    with pytest.raises(TypeError):
        kind(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        kind(1) * wrong  # type: ignore[operator]
    with pytest.raises(TypeError):
        kind(1) / wrong  # type: ignore[operator]


@BOTH
@pytest.mark.parametrize("wrong", ["NaN", "Infinity", "-inf"])
def test_only_finite_amounts(kind: type[Hours], wrong: str) -> None:
    with pytest.raises(ValueError, match="is not a"):
        kind(wrong)


def test_units_do_not_mix() -> None:
    with pytest.raises(TypeError):
        Hours(1) + Money(1)  # type: ignore[operator]
    with pytest.raises(TypeError):
        Money(1) - 1  # type: ignore[operator]
    with pytest.raises(TypeError):
        _ = Hours(1) < Money(1)  # type: ignore[operator]
    with pytest.raises(TypeError):
        Money(2) * Money(2)  # type: ignore[operator]
    assert Hours(1) != Money(1)


@BOTH
def test_a_ratio_has_no_unit_and_nothing_divides_by_nothing(kind: type[Hours]) -> None:
    assert kind(30).ratio(kind("37.5")) == Decimal("0.8")
    assert kind(30).ratio(kind(0)) is None
    with pytest.raises(ZeroDivisionError):
        kind(30) / 0


@pytest.mark.parametrize(
    ("pounds", "printed"),
    [
        ("0.005", "£0.01"),
        ("2.675", "£2.68"),
        ("1.0049", "£1.00"),
        ("-0.005", "-£0.01"),
        ("-0.004", "£0.00"),
        ("1234567.5", "£1,234,567.50"),
    ],
)
def test_money_is_printed_to_the_penny_half_up(pounds: str, printed: str) -> None:
    assert str(Money(pounds)) == printed


def test_money_is_rounded_once_at_the_end() -> None:
    third = Money(10) / 3
    assert (third + third + third).to_the_penny() == Money(10)
    assert third.to_the_penny() * 3 == Money("9.99")


@given(EXACT)
def test_the_penny_is_within_half_a_penny(pounds: Decimal) -> None:
    penny = Money(pounds).to_the_penny()
    assert abs(penny.pounds - pounds) <= Decimal("0.005")
    assert penny.to_the_penny() == penny
    assert (penny.pounds * 100) % 1 == 0


@pytest.mark.parametrize(("hours", "printed"), [("37.50", "37.5 hours"), (100, "100 hours"), (0, "0 hours")])
def test_hours_print_plainly(hours: str | int, printed: str) -> None:
    assert str(Hours(hours)) == printed


def test_nothing_is_where_sums_start() -> None:
    assert sum([Hours(1), Hours(2)], NO_HOURS) == Hours(3)
    assert sum([Money(1), Money(2)], NO_MONEY) == Money(3)


def london(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=LONDON, fold=fold)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (london(2024, 3, 30, 20), london(2024, 3, 31, 8), 11),
        (london(2024, 10, 26, 20), london(2024, 10, 27, 8), 13),
        (london(2024, 6, 1, 20), london(2024, 6, 2, 8), 12),
        (london(2024, 3, 31), london(2024, 4, 1), 23),
        (london(2024, 10, 27), london(2024, 10, 28), 25),
        (london(2024, 10, 27, 1, 30), london(2024, 10, 27, 1, 30, fold=1), 1),
        (london(2024, 10, 27, 1, 30, fold=1), london(2024, 10, 27, 2, 0), Decimal("0.5")),
        (london(2024, 6, 1, 9), datetime(2024, 6, 1, 9, tzinfo=UTC), 1),
    ],
)
def test_hours_worked_are_hours_that_passed(start: datetime, end: datetime, hours: int | Decimal) -> None:
    """The clocks go forward on the last Sunday of March and back on the last of October."""
    assert hours_between(start, end) == Hours(hours)


def test_a_time_without_a_zone_is_refused() -> None:
    naive = datetime(2024, 6, 1, 9)  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        hours_between(naive, london(2024, 6, 1, 17))
    with pytest.raises(ValueError, match="time zone"):
        hours_between(london(2024, 6, 1, 7), naive)


def test_a_shift_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        hours_between(london(2024, 6, 1, 9), london(2024, 6, 1, 8, 59))


MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
LENGTHS = st.integers(0, 3 * 86_400).map(lambda seconds: timedelta(seconds=seconds))


@given(MOMENTS, LENGTHS, LENGTHS)
def test_shifts_end_to_end_add_up(start: datetime, first: timedelta, second: timedelta) -> None:
    """The twin is the clock that never changes: a length laid off in UTC and read back from London."""
    times = [moment.astimezone(LONDON) for moment in (start, start + first, start + first + second)]
    whole = hours_between(times[0], times[2])
    assert abs(Fraction(whole.value) - Fraction((first + second) // timedelta(microseconds=1), 3_600_000_000)) < (
        Fraction(1, 10**20)
    )
    parts = hours_between(times[0], times[1]) + hours_between(times[1], times[2])
    assert abs(parts.value - whole.value) < Decimal("1e-20")
