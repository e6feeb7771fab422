"""Rules on one duty: length, breaks, availability, and what it costs to the penny."""

from __future__ import annotations

from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal

import pytest
from tests.roster.rules.written_lines import found

from wholetime.kernel.money import Money
from wholetime.roster.engine.problem import Breaks, Duty, DutyLength, Horizon, Never, Pay, Person
from wholetime.roster.engine.rules import cost

SATURDAY, SUNDAY = date(2026, 6, 6), date(2026, 6, 7)
RATE = Decimal(31_049) / Decimal("52.142857") / Decimal("37.5")
BAND_5 = Person(name="Asha", contract="full", grade="5", hourly=RATE)
NIGHT = Duty(name="N", start=time(19), minutes=660)


def test_a_duty_of_thirteen_hours_is_longer_when_the_clocks_go_back() -> None:
    assert found(DutyLength(at_most=780), "DN") == []
    assert found(DutyLength(at_most=720), "DN") == [(0, 1)]
    assert found(DutyLength(at_most=720), "N", start=date(2026, 10, 24)) == [(0, 1)]
    assert found(DutyLength(at_most=780, of=("not on call",)), "C") == []


def test_breaks_by_length() -> None:
    assert found(Breaks(steps=((360, 20),)), "LC") == [(1, 1)]
    assert found(Breaks(steps=((300, 30), (540, 60))), "ELD") == [(1, 1)]


def test_some_duties_on_some_days_never() -> None:
    assert found(Never(of=("night",)), "EN.N") == [(1, 1), (3, 1)]
    assert found(Never(of=("work",), on=("Wed",)), "EEEE") == [(2, 1)]
    assert found(Never(of=("work",), first=1, last=2), "EEEE") == [(1, 1), (2, 1)]


@pytest.mark.parametrize(
    ("start", "pounds"),
    [
        (SATURDAY, "255.65"),  # 5 hours at 1.30, 6 at 1.60
        (SUNDAY, "250.89"),  # 5 hours at 1.60, 6 at 1.30
        (date(2026, 6, 1), "227.07"),  # a weekday night, most of it unsocial: 11 hours at 1.30
    ],
)
def test_a_night_costs_what_section_2a_says(start: date, pounds: str) -> None:
    assert cost("afc_2a", BAND_5, NIGHT, Horizon(start=start, days=1), 0) == Money(pounds)


def test_the_hourly_rate_of_the_example_is_the_published_one() -> None:
    assert RATE.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP) == Decimal("15.8789")


@pytest.mark.parametrize(
    ("duty", "start", "hours"),
    [
        (Duty(name="L", start=time(13, 30), minutes=480), date(2026, 6, 1), "8.45"),  # 1½ hours after 20:00 at 1.30
        (Duty(name="E", start=time(7), minutes=480, unpaid=30), date(2026, 6, 1), "7.5"),
        (Duty(name="E", start=time(7), minutes=480, unpaid=30), SUNDAY, "12"),
        (Duty(name="E", start=time(7), minutes=480), date(2026, 12, 25), "12.8"),  # a public holiday, a Friday
        (
            Duty(name="N", start=time(20), minutes=720),
            date(2026, 10, 24),
            "19.6",
        ),  # 4 at 1.30, 9 at 1.60
        (Duty(name="N", start=time(20), minutes=720), date(2026, 3, 28), "16.4"),  # 4 at 1.30, 7 at 1.60
    ],
)
def test_hours_that_a_duty_is_paid_for(duty: Duty, start: date, hours: str) -> None:
    ten_pounds = Person(name="Ben", contract="full", grade="6", hourly=Decimal(10))
    horizon = Horizon(start=start, days=1, holidays=(date(2026, 12, 25),))
    assert cost("afc_2a", ten_pounds, duty, horizon, 0) == Money(10) * Decimal(hours)


def test_nothing_is_paid_without_a_rate() -> None:
    assert found(Pay(agreement="afc_2a"), "N") == []
