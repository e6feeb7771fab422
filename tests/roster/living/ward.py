"""A ward of four on a week: small enough to be seen through, with nights that not everybody may work."""

from __future__ import annotations

from datetime import date, time

from wholetime.roster.engine.problem import (
    Assignment,
    Contract,
    Demand,
    Duty,
    FairShare,
    Horizon,
    Kind,
    LongestRun,
    Person,
    Problem,
    Request,
    Rest,
    Roster,
    Rule,
)

DAYS = 7
PROBLEM = Problem(
    name="Maple Ward",
    horizon=Horizon(start=date(2026, 6, 1), days=DAYS),
    people=(
        Person(name="Asha", contract="full", skills=("registered",)),
        Person(name="Ben", contract="full", skills=("registered",)),
        Person(name="Cai", contract="full"),
        Person(name="Dee", contract="full"),
    ),
    duties=(
        Duty(name="E", start=time(7), minutes=480, unpaid=30),
        Duty(name="N", start=time(20), minutes=690, unpaid=60, needs=("registered",)),
    ),
    contracts=(Contract(name="full", weekly=2250),),
    skills=("registered",),
    kinds=(Kind(name="night", between=(time(23), time(6)), at_least=180),),
    rules=(
        Rule(name="rest", says=Rest(minutes=660)),
        Rule(name="run", says=LongestRun(of=("work",), at_most=5)),
        Rule(name="fair nights", says=FairShare(of=("night",)), weight=10),
    ),
    demand=tuple(
        one
        for day in range(DAYS)
        for one in (
            Demand(day=day, of=("E",), minimum=1, preferred=2, short=100, under=20),
            Demand(day=day, of=("N",), minimum=1, preferred=1),
        )
    ),
    requests=(Request(person="Asha", day=1, of=("night",), weight=5),),
)
"""Nights must be covered; one early on a day is dear, one of two cheaper."""

ROSTER = Roster(
    (
        *(Assignment("Asha", day, "N") for day in (0, 1, 2)),
        *(Assignment("Ben", day, "N") for day in (3, 4, 5, 6)),
        *(Assignment("Cai", day, "E") for day in range(5)),
        *(Assignment("Dee", day, "E") for day in (0, 1, 2, 5, 6)),
    )
)
