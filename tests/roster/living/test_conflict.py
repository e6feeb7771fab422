"""No legal roster: said exactly where there is none, with parts of which none can be left out."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.roster.living.ward import PROBLEM
from tests.roster.made_problems import problems
from tests.roster.naive_arrays import naive_penalty

from wholetime.roster.engine.compiling import compile_problem
from wholetime.roster.engine.living import conflict
from wholetime.roster.engine.problem import ContractHours, Fixed, Leave, Never, Problem, Rule


def there_is_one(problem: Problem) -> bool:
    """A legal roster, found by trying all."""
    arrays = compile_problem(problem).arrays
    size = arrays.people * arrays.days
    every = product(range(arrays.symbols), repeat=size)
    return any(naive_penalty(arrays, np.array(one).reshape(arrays.people, -1))[1] for one in every)


@given(st.data())
@settings(max_examples=20, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_it_is_said_exactly_where_no_roster_is_legal(data: st.DataObject) -> None:
    problem = data.draw(problems(hard=True))
    assume(len(problem.people) * problem.horizon.days <= 3)
    found = conflict(problem)
    assert (found is None) == there_is_one(problem)
    assert found is None or (found.parts and found.minimal)


def test_a_ward_that_can_be_rostered_has_none() -> None:
    assert conflict(PROBLEM) is None


def test_leave_and_contracted_hours_of_one_person() -> None:
    hours = Rule(name="contracted hours", says=ContractHours(under=600, over=600))
    away = Leave(person="Cai", first=0, last=6)
    found = conflict(replace(PROBLEM, rules=(*PROBLEM.rules, hours), leave=(away,)))
    assert found is not None
    assert set(found.parts) == {"Cai: contracted hours", "Cai: leave"}
    assert found.minimal


def test_a_rule_of_ones_own_against_what_is_fixed() -> None:
    asha = replace(PROBLEM.people[0], rules=(Rule(name="no Mondays", says=Never(of=("work",), on=("Mon",))),))
    people = (asha, *PROBLEM.people[1:])
    found = conflict(replace(PROBLEM, people=people, fixed=(Fixed(person="Asha", day=0, duty="E"),)))
    assert found is not None
    assert set(found.parts) == {"Asha: no Mondays", "Asha: what is fixed"}


def test_nights_that_nobody_is_left_for() -> None:
    away = tuple(Leave(person=name, first=2, last=2) for name in ("Asha", "Ben"))
    found = conflict(replace(PROBLEM, leave=away))
    assert found is not None
    assert set(found.parts) == {"demand for N on day 2", "the rules of Asha", "the rules of Ben"} | {
        f"the rules of {name}" for name in ("Cai", "Dee")
    }, "Cai and Dee lack the skill, which is among their rules"
    assert str(found).startswith("These cannot all hold: ")
