"""A doctors' rota and a labour suite, small, under their whole rule sets: legal rosters, and what they cost."""

from __future__ import annotations

from datetime import date, time

import pytest

from wholetime.roster.engine.compiling import compile_problem
from wholetime.roster.engine.optimise.loop import solve
from wholetime.roster.engine.problem import Contract, Demand, Duty, Horizon, Person, Problem, Roster
from wholetime.roster.engine.rules import maternity_demand, rule_set
from wholetime.roster.engine.scoring import score

WEEK = Horizon(start=date(2026, 10, 19), days=7)
"""Ends with the night in which the clocks go back."""


def doctors() -> Problem:
    rules = rule_set("doctors_in_training", WEEK.start)
    duties = (
        Duty(name="S", start=time(8), minutes=540, breaks=60),
        Duty(name="LD", start=time(8), minutes=750, breaks=90),
        Duty(name="N", start=time(20), minutes=720, breaks=90),
    )
    asked = [Demand(day=day, of=(of,), minimum=1, preferred=1) for day in range(WEEK.days) for of in ("LD", "N")]
    return Problem(
        name="rota",
        horizon=WEEK,
        people=tuple(Person(name=f"Doctor {number}", contract="full") for number in range(7)),
        duties=duties,
        contracts=(Contract(name="full", weekly=2880),),
        kinds=rules.kinds,
        rules=rules.rules,
        demand=tuple(asked),
    )


def labour_suite() -> Problem:
    sets = [rule_set(name, WEEK.start) for name in ("working_time", "maternity_unit")]
    roles = ("midwife", "coordinator")
    duties = (
        Duty(name="D", start=time(7, 30), minutes=750, unpaid=60, breaks=60, roles=roles),
        Duty(name="N", start=time(19, 30), minutes=750, unpaid=60, breaks=60, roles=roles),
        Duty(name="C", start=time(19), minutes=720, breaks=60, kinds=("on call",)),
    )
    women = {(time(8), time(19)): 1.0, (time(20), time(7)): 0.5}
    return Problem(
        name="labour suite",
        horizon=WEEK,
        people=tuple(
            Person(name=f"Midwife {number}", contract="full", skills=roles if number < 5 else roles[:1])
            for number in range(12)
        ),
        duties=duties,
        contracts=(Contract(name="full", weekly=2250),),
        skills=roles,
        kinds=tuple(dict.fromkeys(kind for one in sets for kind in one.kinds)),
        rules=tuple(rule for one in sets for rule in one.rules),
        demand=tuple(maternity_demand(WEEK, women)),
    )


def solved(problem: Problem) -> Roster:
    compiled = compile_problem(problem)
    found = solve(compiled.arrays, seconds=600, rounds=2)
    roster = compiled.roster(found.lines)
    scored = score(problem, roster)
    assert [str(breach) for breach in scored.broken] == []
    assert scored.penalty == found.penalty
    return roster


@pytest.mark.parametrize("problem", [doctors(), labour_suite()], ids=lambda one: one.name)
def test_a_legal_roster_is_found(problem: Problem) -> None:
    assert len(solved(problem)) > 0


def test_who_coordinates_has_no_women_of_her_own() -> None:
    roster = solved(labour_suite())
    for day in range(WEEK.days):
        for duty in ("D", "N"):
            assert [one.role for one in roster if (one.day, one.duty) == (day, duty)].count("coordinator") >= 1
