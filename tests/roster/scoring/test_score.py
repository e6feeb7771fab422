"""What the scorer says of cover, skills, leave and what is fixed, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from wholetime.roster.engine.problem import (
    Assignment,
    Contract,
    Demand,
    Duty,
    Fixed,
    Horizon,
    Leave,
    LongestRun,
    Mix,
    Past,
    Person,
    Problem,
    Roster,
    Rule,
)
from wholetime.roster.engine.scoring import score

SUITE = Problem(
    name="labour suite",
    horizon=Horizon(start=date(2026, 6, 1), days=3),
    people=(
        Person(name="Nia", contract="full", skills=("midwife", "coordinator")),
        Person(name="Kay", contract="full", skills=("midwife",)),
        Person(name="Lou", contract="full", skills=("midwife",), supernumerary=((0, 1),)),
        Person(name="Zoe", contract="full"),
    ),
    duties=(
        Duty(name="D", start=time(7, 30), minutes=750, roles=("midwife", "coordinator")),
        Duty(name="N", start=time(19, 30), minutes=750, roles=("midwife", "coordinator")),
        Duty(name="support", start=time(8), minutes=480),
        Duty(name="study", start=time(9), minutes=450, counted=False),
    ),
    contracts=(Contract(name="full"),),
    skills=("midwife", "coordinator"),
)


def roster(*work: str) -> Roster:
    """``"Nia 0 D coordinator"``."""
    cells = [one.split() for one in work]
    return Roster(tuple(Assignment(who, int(day), duty, "".join(role)) for who, day, duty, *role in cells))


@pytest.mark.parametrize(
    ("demand", "work", "penalty", "broken"),
    [
        (Demand(day=0, of=("D",), preferred=2, under=10), ["Kay 0 D midwife"], 10, 0),
        (Demand(day=0, of=("D",), preferred=2, under=10), ["Kay 0 D midwife", "Lou 0 D midwife"], 10, 0),  # learning
        (Demand(day=2, of=("D",), preferred=1, over=7), ["Kay 2 D midwife", "Lou 2 D midwife"], 7, 0),
        (Demand(day=0, of=("D",), role="coordinator", minimum=1, preferred=1), ["Nia 0 D midwife"], 0, 1),
        (Demand(day=0, of=("D",), skill="coordinator", minimum=1, preferred=1), ["Nia 0 D midwife"], 0, 0),
        (Demand(day=0, minimum=2, preferred=4, short=50, under=10), ["Kay 0 D midwife"], 50 + 20, 0),
        (Demand(day=0, minimum=2, preferred=4, under=10), ["Kay 0 D midwife"], 0, 1),
        (Demand(day=0, most=1, preferred=0), ["Kay 0 D midwife", "Zoe 0 support"], 0, 1),
        (Demand(day=0, preferred=1, under=10), ["Kay 0 study"], 10, 0),
        (Demand(day=1, between=(time(0), time(7)), preferred=1, under=10), ["Kay 0 N midwife"], 0, 0),
        (Demand(day=1, between=(time(7), time(9)), preferred=1, under=10), ["Kay 0 N midwife"], 10, 0),  # till 08:00
        (Demand(day=0, between=(time(20), time(8)), preferred=1, under=10), ["Kay 0 N midwife"], 0, 0),
    ],
)
def test_cover(demand: Demand, work: list[str], penalty: int, broken: int) -> None:
    scored = score(replace(SUITE, demand=(demand,)), roster(*work))
    assert (scored.penalty, sum(breach.amount for breach in scored.broken)) == (penalty, broken)


@pytest.mark.parametrize(
    ("work", "missing"),
    [
        (["Kay 2 D midwife"], 0),
        (["Kay 2 D midwife", "Zoe 2 support"], 20),  # of two people 1.2 were to have the skill, and one has
        (["Kay 2 D midwife", "Lou 2 D midwife", "Zoe 2 support"], 0),
        (["Zoe 2 support"], 60),
        ([], 0),
    ],
)
def test_a_mix_of_skills_in_hundredths_of_a_person(work: list[str], missing: int) -> None:
    mix = Mix(day=2, skill="midwife", percent=60, weight=3)
    scored = score(replace(SUITE, mixes=(mix,)), roster(*work))
    assert scored.penalty == 3 * missing


def test_skills_leave_and_what_is_fixed_must_hold() -> None:
    away = (Leave(person="Kay", first=-1, last=0),)
    settled = (Fixed(person="Zoe", day=1, duty="study"), Fixed(person="Nia", day=2, duty=None))
    suite = replace(SUITE, leave=away, fixed=settled)
    work = roster("Kay 0 D midwife", "Zoe 0 D midwife", "Zoe 1 support", "Nia 2 D midwife")
    told = [(breach.rule, breach.person, breach.day) for breach in score(suite, work).broken]
    assert told == [
        ("skill", "Zoe", 0),
        ("leave", "Kay", 0),
        ("fixed assignment", "Zoe", 1),
        ("fixed assignment", "Nia", 2),
    ]


@pytest.mark.parametrize(("until", "penalty"), [(time(7), 0), (time(9), 10)])
def test_the_night_before_covers_the_morning(until: time, penalty: int) -> None:
    early = Demand(day=0, between=(time(0), until), preferred=1, under=10)
    suite = replace(SUITE, demand=(early,), past=(Past(person="Kay", days=("N",)),))
    assert score(suite, roster()).penalty == penalty


def test_two_duties_at_once_must_not_be() -> None:
    suite = replace(SUITE, duties=(*SUITE.duties, Duty(name="call", start=time(20), minutes=1440)))
    assert score(suite, roster("Zoe 0 call", "Zoe 1 support")).broken[0].rule == "one place at a time"


def test_what_it_cost_by_rule_person_and_day() -> None:
    runs = Rule(name="runs", says=LongestRun(of=("work",), at_most=1), weight=5, per="day")
    need = Demand(day=1, of=("N",), preferred=1, under=10)
    scored = score(
        replace(SUITE, rules=(runs,), demand=(need,)), roster("Zoe 0 support", "Zoe 1 support", "Zoe 2 support")
    )
    assert scored.penalty == 20
    assert scored.by_rule() == {"runs": 10, "demand for N on day 1": 10}
    assert scored.by_person() == {"Zoe": 10, "": 10}
    assert scored.by_day() == {1: 15, 2: 5}
    assert str(scored.breaches[0]) == "Zoe, day 1: runs (1; penalty 5)"
