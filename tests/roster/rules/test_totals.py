"""Totals over the horizon and over windows, averages, contracted hours, fair shares."""

from __future__ import annotations

from datetime import date

import pytest
from tests.roster.rules.written_lines import MONDAY, found

from wholetime.roster.engine.problem import (
    AverageWeek,
    ContractHours,
    Demand,
    FairShare,
    Leave,
    Measure,
    Total,
)


def test_days_over_the_horizon_with_what_is_carried() -> None:
    two = Total(of=("work",), at_least=2, at_most=3)
    assert found(two, "E...") == [(3, 1)]
    assert found(two, "EE..") == []
    assert found(two, "EEE.", carried=2) == [(3, 2)]
    assert found(two, "E...", past="EEEE") == [(3, 1)]  # days of the history are not of the horizon


def test_minutes_are_paid_minutes_and_clocks_change() -> None:
    nights = Total(of=("work",), measure=Measure.MINUTES, at_most=720)
    assert found(nights, "N") == []
    assert found(nights, "N", start=date(2026, 10, 24)) == [(0, 60)]
    assert found(Total(of=("work",), measure=Measure.MINUTES, at_least=450), "E") == []
    assert found(Total(of=("night",), measure=Measure.MINUTES, at_least=720), "N", start=date(2026, 3, 28)) == [(0, 60)]


def test_weekends_count_once_for_saturday_or_sunday() -> None:
    one = Total(of=("work",), measure=Measure.WEEKENDS, at_most=1)
    assert found(one, ".....EE.....E.") == [(13, 1)]
    assert found(one, ".....EE.......") == []
    assert found(Total(of=("night",), measure=Measure.WEEKENDS, at_most=0), ".....EN") == [(6, 1)]


def test_a_window_reaches_into_the_history() -> None:
    three_in_four = Total(of=("work",), at_most=3, over_days=4)
    assert found(three_in_four, "EE", past="EE") == [(1, 1)]
    assert found(three_in_four, "E.", past="EEEE") == [(0, 1)]
    assert found(three_in_four, "..", past="EEEE") == []
    rest_of_history = Total(of=("work",), at_most=1, over_days=3)
    assert found(rest_of_history, ".", past="EE") == []  # broken in the history, and not again


def test_a_window_that_is_not_all_known_asks_for_no_least() -> None:
    day_off = Total(of=("off",), at_least=1, over_days=3)
    assert found(day_off, "EE") == []
    assert found(day_off, "EE", past="E") == [(1, 1)]


def test_windows_may_be_weeks_apart() -> None:
    weekly = Total(of=("work",), at_most=1, over_days=7, every=7)
    assert found(weekly, "EE.....E......") == [(6, 1)]


def test_an_average_leaves_days_of_leave_out() -> None:
    average = AverageWeek(at_most=2880, weeks=2)
    assert found(average, "DDDD..." + "DDDD...") == [(13, 480)]  # 8 shifts of 13 hours: 104 hours and not 96
    assert found(average, "DDD...." + ".......", leave=(Leave(person="Asha", first=7, last=13),)) == []
    assert found(average, "DDDD..." + ".......", leave=(Leave(person="Asha", first=7, last=13),)) == [(13, 240)]


def test_an_average_is_of_what_is_known_where_the_period_is_not() -> None:
    assert found(AverageWeek(at_most=2880, weeks=17), "DDDD...") == [(6, 240)]
    assert found(AverageWeek(at_most=2880, weeks=17), "DDDD...", past=".......") == []
    assert found(AverageWeek(at_most=2880, weeks=17), "DDD") == []  # a week that is begun counts as one


def test_contracted_hours_with_leave_and_balance() -> None:
    hours = ContractHours(under=60, over=120)
    week = "EEEEE.."  # five times 7½ hours: 37½
    assert found(hours, week) == []
    assert found(hours, "EEEE...") == [(6, 450 - 60)]
    assert found(hours, "EEEE...", leave=(Leave(person="Asha", first=4, last=4, credited=450),)) == []
    assert found(hours, week, owed=300) == [(6, 300 - 60)]
    assert found(hours, week, owed=-300) == [(6, 300 - 120)]


@pytest.mark.parametrize(
    ("days", "carried", "breaks"),
    [("NN..", 0, []), ("N...", 0, [(3, 1)]), ("NNN.", 0, [(3, 1)]), ("N...", 1, []), ("NNNN", -1, [(3, 1)])],
)
def test_a_fair_share_repays_what_was_done_too_much(days: str, carried: int, breaks: list[tuple[int, int]]) -> None:
    four_nights = tuple(Demand(day=day, of=("night",), preferred=1) for day in range(4))  # two for each of two people
    assert found(FairShare(of=("night",)), days, carried=carried, demand=four_nights) == breaks


def test_a_fair_share_is_smaller_for_who_is_away() -> None:
    nights = tuple(Demand(day=day, of=("night",), preferred=1) for day in range(6))
    away = (Leave(person="Asha", first=0, last=2),)  # half of the days, so a third of the nights
    assert found(FairShare(of=("night",)), "...NN.", demand=nights, leave=away) == []
    assert found(FairShare(of=("night",)), "...NNN", demand=nights, leave=away) == [(5, 1)]
    assert found(FairShare(of=("night",), give=1), "...NNN", demand=nights, leave=away, start=MONDAY) == []
