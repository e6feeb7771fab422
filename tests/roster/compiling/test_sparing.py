"""What need not be counted is not, and the penalty stays the same (test_agreement)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from wholetime.roster.engine.compiling import compile_problem
from wholetime.roster.engine.problem import (
    Contract,
    ContractHours,
    Duty,
    Horizon,
    LongestRun,
    Measure,
    Past,
    Person,
    Problem,
    Rule,
    Total,
)

SIX_RUNNING = Rule(name="days running", says=LongestRun(of=("work",), at_most=6))
TWO_OFF = Rule(name="weekly rest", says=Total(of=("off",), at_least=2, over_days=14))
WARD = Problem(
    name="ward",
    horizon=Horizon(start=date(2026, 6, 1), days=28),
    people=(Person(name="Asha", contract="full"),),
    duties=(Duty(name="E", minutes=450),),
    contracts=(Contract(name="full", weekly=2250),),
)


def counted(*rules: Rule, past: tuple[str | None, ...] = ()) -> list[tuple[int, int]]:
    """The limits that are counted for Asha."""
    ward = replace(WARD, rules=rules, past=(Past(person="Asha", days=past),))
    return [(counter.least, counter.most) for counter in compile_problem(ward).arrays.rules[0].counters]


@pytest.mark.parametrize(
    ("rules", "past", "windows"),
    [
        ((TWO_OFF,), (), 15),
        ((SIX_RUNNING, TWO_OFF), (), 0),
        ((SIX_RUNNING, TWO_OFF), ("E",) * 6 + (None,), 0),
        ((SIX_RUNNING, TWO_OFF), ("E",) * 7 + (None,), 23),  # the history shows that it does not follow
        ((replace(SIX_RUNNING, weight=1), TWO_OFF), (), 15),
        ((SIX_RUNNING, replace(TWO_OFF, says=replace(TWO_OFF.says, at_least=3))), (), 15),
    ],
)
def test_days_off_that_follow_from_the_longest_run(
    rules: tuple[Rule, ...], past: tuple[str | None, ...], windows: int
) -> None:
    assert len(counted(*rules, past=past)) == windows


def test_hard_limits_on_one_sum_are_one_limit() -> None:
    most = Rule(name="most", says=Total(of=("work",), measure=Measure.MINUTES, at_most=9_450))
    hours = Rule(name="hours", says=ContractHours(under=450, over=900))
    assert counted(most, hours) == [(8_550, 9_450)]
    assert counted(most, replace(hours, weight=60, per="hour")) == [(0, 9_450), (8_550, 9_900)]


def test_hard_limits_that_contradict_each_other_stay_two() -> None:
    most = Rule(name="most", says=Total(of=("work",), at_most=3))
    least = Rule(name="least", says=Total(of=("work",), at_least=5))
    assert sorted(counted(most, least))[0] == (0, 3)
    assert len(counted(most, least)) == 2


def test_a_limit_that_cannot_be_broken_is_not_counted() -> None:
    four = Total(of=("work",), measure=Measure.WEEKENDS, at_most=4)  # of four weekends
    assert counted(Rule(name="weekends", says=four)) == []
