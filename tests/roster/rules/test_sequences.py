"""What follows what, in two or three shifts."""

from __future__ import annotations

import pytest
from tests.roster.rules.written_lines import found

from wholetime.roster.engine.problem import LongestRun, Sequence, ShortestRun, WholeWeekends


@pytest.mark.parametrize(
    ("past", "days", "breaks"),
    [
        ("", "NE", [(1, 1)]),
        ("", "N.E", []),
        ("", "NN", []),
        ("N", "E", [(0, 1)]),
        ("NE", "E", []),  # what the history broke is past
        ("", "NENL", [(1, 1), (3, 1)]),
    ],
)
def test_a_sequence_may_not_come(past: str, days: str, breaks: list[tuple[int, int]]) -> None:
    assert found(Sequence(days=(("night",), ("E", "L"))), days, past) == breaks


def test_a_sequence_may_be_barred_from_some_days_of_the_week_only() -> None:
    on_call_twice = Sequence(days=(("on call",), ("on call",)), starting=("Sun",))
    assert found(on_call_twice, "CC...CC.") == []
    assert found(on_call_twice, "C......C", "C") == [(0, 1)]


@pytest.mark.parametrize(
    ("past", "days", "breaks"),
    [
        ("", "EEE.", [(2, 1)]),
        ("", "EE.EE", []),
        ("EE", "E.", [(0, 1)]),
        ("EEE", "EE", [(0, 1), (1, 1)]),  # the third day of the history is not charged again
        ("E.", "EEE", [(2, 1)]),
    ],
)
def test_a_run_of_two_days_at_most(past: str, days: str, breaks: list[tuple[int, int]]) -> None:
    assert found(LongestRun(of=("work",), at_most=2), days, past) == breaks


@pytest.mark.parametrize(
    ("past", "days", "breaks"),
    [
        ("", "E.E.", [(3, 1)]),  # the first run may have begun before
        ("", ".E.", [(2, 1)]),
        ("", ".EE.", []),
        ("", "..E", []),  # the last may go on
        (".E", ".", [(0, 1)]),
        (".E", "E.", []),
        ("E", ".", []),
        (".EE.", ".", []),
    ],
)
def test_a_run_of_two_days_at_least(past: str, days: str, breaks: list[tuple[int, int]]) -> None:
    assert found(ShortestRun(of=("work",), at_least=2), days, past) == breaks


def test_runs_of_days_off() -> None:
    assert found(ShortestRun(of=("off",), at_least=2), "E.E..E") == [(2, 1)]


@pytest.mark.parametrize(
    ("days", "breaks"), [(".....EE", []), (".....E.", [(6, 1)]), ("......N", [(6, 1)]), ("E......", [])]
)
def test_weekends_are_worked_whole_or_not_at_all(days: str, breaks: list[tuple[int, int]]) -> None:
    assert found(WholeWeekends(), days) == breaks
