"""Scorer and arrays agree on the published rule sets, in weeks around both changes of the clocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from tests.roster.naive_arrays import naive_penalty
from tests.roster.rules.written_lines import DUTIES

from wholetime.roster.engine.compiling import compile_problem
from wholetime.roster.engine.problem import (
    Assignment,
    Contract,
    Demand,
    Horizon,
    Leave,
    Past,
    Person,
    Problem,
    Roster,
    RuleSet,
)
from wholetime.roster.engine.rules import RULE_SETS, versions
from wholetime.roster.engine.scoring import score

SETS = [version for name in RULE_SETS for version in versions(name)]
STARTS = (date(2026, 3, 21), date(2026, 10, 19))
DAYS = 14


def ward(rules: RuleSet, start: date, chance: Random, *, soft: bool) -> Problem:
    """Two people under a rule set, with three weeks of history."""
    asha = Person(name="Asha", contract="full", grade="6", groups=("night worker",), hourly=Decimal("19.78"))
    young = Person(name="Young", contract="full", grade="2", groups=("young worker",), hourly=Decimal("12.51"))
    return Problem(
        name=rules.name,
        horizon=Horizon(start=start, days=DAYS),
        people=(asha, young),
        duties=DUTIES,
        contracts=(Contract(name="full", weekly=2250),),
        kinds=rules.kinds,
        rules=tuple(replace(rule, weight=60, per="hour") if soft else rule for rule in rules.rules),
        demand=tuple(Demand(day=day, of=("N",), preferred=1, under=7) for day in range(DAYS)),
        leave=(Leave(person="Asha", first=-9, last=-5),),
        past=tuple(Past(person=one.name, days=tuple(blocks(chance, 21))) for one in (asha, young)),
    )


def blocks(chance: Random, days: int) -> Iterator[str | None]:
    """Duties in blocks of one to six days of a kind with days off between, as people work them."""
    left = days
    while left > 0:
        duty, length, off = chance.choice("EELDNC"), chance.randint(1, 6), chance.randint(1, 4)
        yield from [duty] * min(length, left)
        left -= length
        yield from [None] * min(off, max(left, 0))
        left -= off


def roster(problem: Problem, chance: Random) -> Roster:
    lines = {person.name: list(blocks(chance, DAYS)) for person in problem.people}
    return Roster(
        tuple(Assignment(name, day, duty) for name, line in lines.items() for day, duty in enumerate(line) if duty)
    )


@pytest.mark.parametrize("rules", SETS, ids=lambda one: f"{one.name} {one.effective_from:%Y}")
@pytest.mark.parametrize("soft", [True, False], ids=["priced", "as published"])
def test_they_agree(rules: RuleSet, soft: bool) -> None:
    chance = Random(7)
    for start in STARTS:
        problem = ward(rules, start, chance, soft=soft)
        compiled = compile_problem(problem)
        for _ in range(12):
            made = roster(problem, chance)
            scored = score(problem, made)
            penalty, legal = naive_penalty(compiled.arrays, compiled.lines(made))
            assert legal == scored.legal
            assert penalty == scored.penalty or not legal
