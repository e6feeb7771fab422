"""A person's days written as letters, and what a rule finds in them."""

from __future__ import annotations

from datetime import date, time

from wholetime.roster.engine.problem import (
    Assignment,
    Contract,
    Demand,
    Duty,
    Form,
    Horizon,
    Kind,
    Leave,
    Past,
    Person,
    Problem,
    Roster,
    Rule,
)
from wholetime.roster.engine.rules import breaches, line_of

MONDAY = date(2026, 6, 1)
DUTIES = (
    Duty(name="E", start=time(7), minutes=480, unpaid=30, breaks=30),
    Duty(name="L", start=time(13, 30), minutes=480, breaks=20),
    Duty(name="D", start=time(7), minutes=780, breaks=60),
    Duty(name="N", start=time(20), minutes=720, breaks=60),
    Duty(name="C", start=time(8), minutes=1440, kinds=("on call",)),
)
KINDS = (
    Kind(name="night", between=(time(23), time(6)), at_least=180),
    Kind(name="long", longer_than=600),
    Kind(name="long late", longer_than=600, between=(time(23), time(2))),
    Kind(name="on call"),
)
NAMES = {duty.name: duty.name for duty in DUTIES} | {".": None}


def found(
    says: Form,
    days: str,
    past: str = "",
    *,
    start: date = MONDAY,
    carried: int = 0,
    leave: tuple[Leave, ...] = (),
    demand: tuple[Demand, ...] = (),
    owed: int = 0,
) -> list[tuple[int, int]]:
    """Breaches (day, amount) of a rule on days written ``EE.N``, the history before them written the same way."""
    rule = Rule(name="the rule", says=says)
    before = tuple(NAMES[day] for day in past)
    history = Past(person="Asha", days=before, carried=(("the rule", carried),), owed=owed)
    problem = Problem(
        name="written",
        horizon=Horizon(start=start, days=len(days)),
        people=(Person(name="Asha", contract="full", rules=(rule,)), Person(name="Ben", contract="full")),
        duties=DUTIES,
        contracts=(Contract(name="full", weekly=2250),),
        kinds=KINDS,
        leave=leave,
        demand=demand,
        past=(history,),
    )
    work = tuple(Assignment("Asha", day, name) for day, letter in enumerate(days) if (name := NAMES[letter]))
    return list(breaches(rule, line_of(problem, problem.people[0], Roster(work))))
