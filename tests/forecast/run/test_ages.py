"""Ages by staff group: a group's own bands where they are held, those of all groups where they are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.forecast.made_runs import a_history, a_question, with_ages

from wholetime.forecast.engine.run import History, Point, answer
from wholetime.forecast.engine.run.ages import OLDEST, ages_of
from wholetime.forecast.engine.run.reading import Counted, counted

DAY = date(2025, 11, 30)
YOUNG = {"25-34": 300.0, "45-54": 100.0, "55-59": 4.0}
OLD = {"45-54": 20.0, "55-59": 20.0, "60+": 42.0}


def banded(**groups: dict[str, float | None]) -> History:
    """Of the made history with ages, with ``groups`` in age bands besides."""
    history = with_ages(a_history())
    bands = [
        Point("headcount", DAY, DAY, group, age=band, value=value)
        for group, held in groups.items()
        for band, value in held.items()
    ]
    return History((*history.points, *bands), history.origins)


def read(history: History) -> Counted:
    return counted(a_question(history), history)


def shares(staff: Counted, group: str) -> dict[int, float]:
    """The share of a group at each age where anybody is."""
    assert staff.first_age is not None
    by_age = staff.ages[staff.groups.index(group)].sum(axis=1)
    return {staff.first_age + n: float(share) for n, share in enumerate(by_age) if share > 0}


def test_a_group_has_its_own_bands_and_within_them_the_ages_of_all() -> None:
    staff = read(banded(nursing=YOUNG, medical=OLD))
    assert staff.aged == staff.groups
    assert shares(staff, "nursing") == pytest.approx({30: 300 / 404, 50: 100 / 404, 58: 4 / 404})
    assert shares(staff, "medical") == pytest.approx({50: 20 / 82, 58: 20 / 82, 64: 42 / 82})
    assert staff.ages.sum(axis=(1, 2)) == pytest.approx(np.ones(2))


def test_a_group_without_all_of_its_bands_is_as_all_together() -> None:
    for held in ({}, {**OLD, "60+": None}, {"45-54": 20.0}, {"all ages": 82.0}):
        staff = read(banded(nursing=YOUNG, medical=held))
        assert staff.aged == ("nursing",), held
        assert shares(staff, "medical") == pytest.approx({30: 0.25, 50: 0.25, 58: 0.25, 64: 0.25})


def test_ends_of_bands_that_nobody_is_in_and_open_ones_keep_everybody() -> None:
    whole = np.zeros((OLDEST + 1 - 20, 1))
    whole[10] = 1.0
    bands = {"Under 25": 5.0, "40-44": 3.0, "65+": 2.0}
    points = tuple(Point("headcount", DAY, DAY, "g", age=band, value=value) for band, value in bands.items())
    found, own = ages_of(History(points), DAY, ("g",), np.array([10.0]), 20, whole)
    by_age = found[0, :, 0]
    assert own == ("g",)
    assert [by_age[:5].sum(), by_age[20:25].sum(), by_age[45:].sum()] == pytest.approx([0.5, 0.3, 0.2])


def test_older_groups_retire_more_and_the_run_says_whose_ages_are_known() -> None:
    history = banded(nursing=YOUNG, medical=OLD)
    alike = with_ages(a_history())
    retired = {}
    for name, held in (("own", history), ("alike", alike)):
        found = answer(replace(a_question(held), draws=40), held)
        line = found.line("flow.retired", "medical")
        assert line is not None
        retired[name] = line.mean[0]
        said = " ".join(found.assumed)
        assert ("its own age bands" in said) == (name == "own")
        assert ("not held, or withheld" in said) == (name == "alike")
    assert retired["own"] > 1.3 * retired["alike"]
