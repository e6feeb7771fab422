"""A problem is valid from birth, and says in words why it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest

from wholetime.roster.engine.problem import (
    Assignment,
    Contract,
    Demand,
    Duty,
    Fixed,
    Horizon,
    Impossible,
    Kind,
    Leave,
    LongestRun,
    Past,
    Person,
    Problem,
    Request,
    Roster,
    Rule,
    Total,
)

WARD = Problem(
    name="ward",
    horizon=Horizon(start=date(2026, 6, 1), days=7),
    people=(Person(name="Asha", contract="full", skills=("charge",)), Person(name="Ben", contract="full")),
    duties=(
        Duty(name="E", start=time(7), minutes=480),
        Duty(name="LD", start=time(7), minutes=750, kinds=("day",)),
        Duty(name="N", start=time(19, 30), minutes=750, needs=("charge",)),
    ),
    contracts=(Contract(name="full", weekly=2250),),
    skills=("charge",),
    kinds=(Kind(name="night", between=(time(23), time(6)), at_least=180), Kind(name="long", longer_than=600)),
    leave=(Leave(person="Asha", first=5, last=6),),
)


def test_words_stand_for_duties() -> None:
    assert WARD.means(("night",)) == {"N"}
    assert WARD.means(("long",)) == {"LD", "N"}
    assert WARD.means(("day", "off")) == {"LD", None}
    assert WARD.means(("work",)) == {"E", "LD", "N"}


def test_rules_bind_those_they_are_meant_for() -> None:
    limit = LongestRun(of=("work",), at_most=5)
    everybody, doctors = Rule(name="runs", says=limit), Rule(name="rota", says=limit, who=("doctor",))
    ward = replace(WARD, rules=(everybody, doctors))
    asha, ben = ward.people
    assert [rule.name for rule in ward.rules_of(asha)] == ["one place at a time", "runs"]
    assert doctors in ward.rules_of(replace(asha, groups=("doctor",)))
    assert everybody not in ward.rules_of(replace(ben, opted_out=("runs",)))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"people": ()}, "a problem without people"),
        ({"people": WARD.people * 2}, "people: Asha is given twice"),
        ({"people": (Person(name="Eve", contract="half"),)}, "Eve: there is no contract 'half'"),
        ({"people": (Person(name="Eve", contract="full", skills=("cook",)),)}, "Eve: unknown skill 'cook'"),
        ({"demand": (Demand(day=7, preferred=1),)}, "demand for work on day 7 is outside the horizon"),
        ({"demand": (Demand(day=0, of=("X",), preferred=1),)}, "there is no duty or kind of duty called 'X'"),
        ({"demand": (Demand(day=0, skill="cook"),)}, "unknown skill 'cook'"),
        ({"requests": (Request(person="Eve", day=0),)}, "Eve is nobody in ward"),
        ({"requests": (Request(person="Ben", day=9),)}, "Ben asks for day 9, outside the horizon"),
        ({"fixed": (Fixed(person="Ben", day=0, duty="N"),)}, "Ben on day 0: lacks the skill for N"),
        ({"fixed": (Fixed(person="Asha", day=5, duty="E"),)}, "Asha on day 5: a fixed duty during leave"),
        ({"past": (Past(person="Ben", days=("X",)),)}, "Ben's history: there is no duty .* 'X'"),
        ({"rules": (Rule(name="r", says=LongestRun(of=("late",), at_most=3)),)}, "rule r: there is no duty .* 'late'"),
    ],
)
def test_parts_that_do_not_fit_are_refused(change: dict[str, object], told: str) -> None:
    with pytest.raises(Impossible, match=told):
        replace(WARD, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Horizon(start=date(2026, 6, 1), days=0), "a horizon of 0 days"),
        (lambda: Horizon(start=date(2026, 6, 1), days=7, zone="Europe/Bolton"), "Europe/Bolton is not a time zone"),
        (lambda: Duty(name="off", minutes=480), "a duty cannot be called 'off'"),
        (lambda: Duty(name="E", minutes=480, unpaid=500), "duty E has 500 unpaid minutes"),
        (lambda: Duty(name="E", minutes=2000), "duty E lasts 2000 minutes: a day at most"),
        (lambda: Contract(name="full", weekly=11000), "contract full: 11000 minutes a week is impossible"),
        (lambda: Person(name="Eve", contract="full", hourly=Decimal(-1)), "Eve: £-1 an hour is impossible"),
        (lambda: Person(name="Eve", contract="full", supernumerary=((3, 1),)), "supernumerary from day 3 to day 1"),
        (lambda: Demand(day=0, preferred=-1), "-1 people cannot be needed"),
        (lambda: Demand(day=0, minimum=2, preferred=1), "a minimum above the preferred level"),
        (lambda: Total(of=("work",), at_least=5, at_most=3), "at least 5 and at most 3 is impossible"),
        (lambda: Rule(name="r", says=LongestRun(of=("work",), at_most=5), weight=-1), "a weight below zero"),
        (
            lambda: Rule(name="r", says=LongestRun(of=("work",), at_most=5), weight=10**7),
            "say that it must hold instead",
        ),
        (lambda: Request(person="Eve", day=0, weight=-1), "Eve's request for day 0: a weight below zero"),
        (lambda: Demand(day=0, preferred=1, under=-1), "demand for work on day 0: a weight below zero"),
        (lambda: Leave(person="Eve", first=3, last=1), "leave from day 3 to day 1 is backwards"),
        (lambda: Roster((Assignment("Eve", 0, "E"), Assignment("Eve", 0, "N"))), "Eve has two duties on day 0"),
    ],
)
def test_what_nobody_can_mean_is_refused(make: object, told: str) -> None:
    with pytest.raises(Impossible, match=told):
        make()  # type: ignore[operator]


def test_where_only_a_minimum_is_given_nobody_beyond_it_is_missing() -> None:
    asked = Demand(day=0, minimum=2, under=10)
    assert asked.preferred == 2
    assert asked == Demand(day=0, minimum=2, preferred=2, under=10)


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (Assignment("Eve", 0, "E"), "Eve is nobody in ward"),
        (Assignment("Ben", 7, "E"), "Ben: day 7 is outside the horizon"),
        (Assignment("Ben", 0, "X"), "Ben, day 0: there is no duty 'X'"),
        (Assignment("Ben", 0, "E", "charge"), "Ben, day 0: E has no role 'charge'"),
    ],
)
def test_a_roster_of_another_problem_is_refused(one: Assignment, told: str) -> None:
    with pytest.raises(Impossible, match=told):
        WARD.refuse_unknown(Roster((one,)))


@pytest.mark.parametrize(
    ("day", "passed"), [(date(2026, 3, 28), 690), (date(2026, 10, 24), 810), (date(2026, 6, 6), 750)]
)
def test_a_night_lasts_as_long_as_really_passes(day: date, passed: int) -> None:
    night = WARD.duty["N"]
    assert night.elapsed(Horizon(start=day, days=1), 0) == passed


@pytest.mark.parametrize(
    ("first", "weekends"),
    [(1, ((5, 6),)), (6, ((0, 1),)), (7, ((-1, 0), (6, 7)))],
    ids=["Monday", "Saturday", "Sunday"],
)
def test_weekends_that_touch_the_horizon(first: int, weekends: tuple[tuple[int, int], ...]) -> None:
    assert Horizon(start=date(2026, 6, first), days=7).weekends() == weekends
