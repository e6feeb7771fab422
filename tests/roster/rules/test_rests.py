"""Rest and rolling hours by the clock, in two or three shifts, with both changes of the clocks."""

from __future__ import annotations

from datetime import date

import pytest
from tests.roster.rules.written_lines import MONDAY, found

from wholetime.roster.engine.problem import MinutesInWindow, Rest, RestAfterRun

SPRING, AUTUMN = date(2026, 3, 28), date(2026, 10, 24)
"""Saturdays whose nights have 23 and 25 hours behind them."""


@pytest.mark.parametrize(
    ("past", "days", "breaks"),
    [
        ("", "LE", [(1, 1)]),  # 21:30 to 07:00
        ("", "EL", []),
        ("", "NN", []),
        ("", "NE", [(1, 1)]),
        ("N", "L", [(0, 1)]),
        ("", "N.E", []),
    ],
)
def test_eleven_hours_between_days(past: str, days: str, breaks: list[tuple[int, int]]) -> None:
    assert found(Rest(minutes=660), days, past) == breaks


def test_the_rest_between_nights_is_by_what_really_passes() -> None:
    between_late_and_early = Rest(minutes=570)  # 21:30 to 07:00 by the clock
    assert found(between_late_and_early, "LE") == []
    assert found(between_late_and_early, "LE", start=SPRING) == [(1, 1)]
    ten_hours = Rest(minutes=630)
    assert found(ten_hours, "LE") == [(1, 1)]
    assert found(ten_hours, "LE", start=AUTUMN) == []


def test_a_single_day_off_lasts_twenty_four_hours() -> None:
    day_off = Rest(minutes=1440, days_off=1)
    assert found(day_off, "N.E") == [(2, 1)]
    assert found(day_off, "N.L") == []
    assert found(day_off, "N..E") == []


@pytest.mark.parametrize(
    ("past", "days", "breaks"),
    [
        ("", "NN.E", [(3, 1)]),  # from 08:00 to 07:00 on the next day but none
        ("", "NN..E", [(4, 1)]),  # 47 hours are a day off too few
        ("", "NN..L", []),
        ("", "N.E", []),  # a single night is no run
        ("NN", ".L", [(1, 1)]),
        ("", "NNE", [(2, 1)]),
        ("N", "N.N", [(2, 1)]),
    ],
)
def test_forty_eight_hours_after_two_nights(past: str, days: str, breaks: list[tuple[int, int]]) -> None:
    assert found(RestAfterRun(of=("night",), run=2, minutes=2880), days, past) == breaks


def test_the_rest_after_nights_is_by_what_really_passes() -> None:
    after_one = RestAfterRun(of=("night",), run=1, minutes=46 * 60 + 60)
    assert found(after_one, "N..E", start=MONDAY) == []  # 47 hours from 08:00 to 07:00
    assert found(after_one, "N..E", start=date(2026, 3, 27)) == [(3, 1)]  # the clocks go forward meanwhile


@pytest.mark.parametrize(
    ("past", "days", "breaks"),
    [
        ("", "DDDDD..", []),  # 65 hours
        ("", "DDDDDD.", [(0, 360)]),  # 78
        ("DDD", "DDD", [(0, 360)]),
        ("", "DDD.DDD", [(0, 360)]),
        ("", "DDD..DDD", []),  # the sixth is a week after the first
    ],
)
def test_seventy_two_hours_in_any_hundred_and_sixty_eight(past: str, days: str, breaks: list[tuple[int, int]]) -> None:
    assert found(MinutesInWindow(at_most=4320), days, past) == breaks


def test_a_window_begins_wherever_a_duty_does_and_clips_the_last() -> None:
    day_long = MinutesInWindow(at_most=720, window=1440)
    assert found(day_long, "NE") == [(0, 60 * 8)]  # from 20:00 the early shift is inside until it ends
    assert found(day_long, "LE") == [(0, 480 + 390 - 720)]  # of the early shift, the part until 13:30
