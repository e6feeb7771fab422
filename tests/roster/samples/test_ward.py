"""The invented ward is one that could be rostered: about as many hours are asked for as are contracted."""

from __future__ import annotations

import pytest

from wholetime.roster.engine.problem import Impossible, Problem
from wholetime.roster.engine.samples import sample_ward


def hours_asked(problem: Problem) -> float:
    """Of each skill at each interval, counted as the part of a long day or night that it stands for."""
    part = {8: 5.75, 15: 5.75, 21: 11.5}
    asked = [one for one in problem.demand if one.skill != "charge" and one.between is not None]
    return sum(one.preferred * part[one.between[0].hour] for one in asked if one.between)


def hours_there(problem: Problem) -> float:
    weekly = sum(problem.contract[person.contract].weekly or 0 for person in problem.people)
    credited = sum(one.credited * (one.last - one.first + 1) for one in problem.leave)
    return (weekly * problem.horizon.days / 7 - credited) / 60


@pytest.mark.parametrize("people", [20, 40, 90])
@pytest.mark.parametrize("seed", [0, 1])
def test_the_work_asked_for_is_about_what_people_are_contracted_for(people: int, seed: int) -> None:
    ward = sample_ward(people, seed=seed)
    assert len(ward.people) == people
    assert 0.8 < hours_asked(ward) / hours_there(ward) < 1.1


def test_the_same_seed_makes_the_same_ward_and_another_seed_another() -> None:
    assert sample_ward(seed=3) == sample_ward(seed=3)
    assert sample_ward(seed=3) != sample_ward(seed=4)


def test_it_says_that_it_is_invented() -> None:
    assert sample_ward().name.startswith("Invented")


def test_a_ward_of_nobody_is_impossible() -> None:
    with pytest.raises(Impossible):
        sample_ward(0)
