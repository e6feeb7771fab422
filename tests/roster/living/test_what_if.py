"""One more person, or one fewer: foretold by duals, tried, and enclosed by the bounds."""

from dataclasses import replace

import pytest
from tests.roster.living.ward import PROBLEM

from wholetime.roster.engine.living import what_if
from wholetime.roster.engine.problem import Demand

SHORT = replace(
    PROBLEM,
    rules=PROBLEM.rules[:2],
    demand=tuple(Demand(day=day, of=("E",), preferred=4, under=20) for day in range(7)),
)
"""Four early duties a day, for four people who may work six of the seven days: 4 of 28 stay empty."""


def test_one_more_is_worth_the_days_that_they_fill() -> None:
    found = what_if(SHORT, "Cai", seconds=300)
    assert (found.tried, found.least, found.most) == (-80, -80, -80)
    assert found.estimate == pytest.approx(-6 * 20)  # a part of a person could fill six days' worth of empty duties


def test_one_fewer_costs() -> None:
    found = what_if(SHORT, "Dee", "fewer", seconds=300)
    assert (found.tried, found.least, found.most) == (120, 120, 120)


def test_no_answer_where_cover_cannot_be_had() -> None:
    nights = tuple(Demand(day=day, of=("N",), minimum=3, preferred=3) for day in range(7))
    with pytest.raises(ValueError, match="no legal roster"):
        what_if(replace(PROBLEM, demand=nights), "Cai", seconds=2)


def test_somebody_who_is_not_there_is_not_known() -> None:
    with pytest.raises(KeyError):
        what_if(PROBLEM, "Zed")
