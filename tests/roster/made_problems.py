"""Small problems of every kind, and rosters for them, drawn at random."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from wholetime.roster.engine.problem import (
    Assignment,
    AverageWeek,
    Breaks,
    Contract,
    ContractHours,
    Demand,
    Duty,
    DutyLength,
    FairShare,
    Horizon,
    Kind,
    Leave,
    LongestRun,
    Measure,
    MinutesInWindow,
    Mix,
    Never,
    Past,
    Pay,
    Person,
    Problem,
    Request,
    Rest,
    RestAfterRun,
    Roster,
    Rule,
    Sequence,
    ShortestRun,
    Total,
    WholeWeekends,
)

SKILLS = ("registered", "charge")
DUTIES = (
    Duty(name="E", start=time(7), minutes=480, unpaid=30, breaks=30),
    Duty(name="L", start=time(13, 30), minutes=480, breaks=10, kinds=("late",), roles=SKILLS),
    Duty(name="N", start=time(20), minutes=720, unpaid=60, breaks=60, needs=("registered",)),
    Duty(name="S", minutes=450, counted=False),
)
KINDS = (Kind(name="night", between=(time(23), time(6)), at_least=180), Kind(name="long", longer_than=600))
WORDS = ("work", "off", "E", "L", "N", "late", "night", "long")
STARTS = (date(2026, 3, 23), date(2026, 3, 27), date(2026, 10, 24), date(2026, 10, 25), date(2026, 6, 3))
"""Mondays, other days, and both changes of the clocks."""

words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True).map(tuple)
duty_words = st.lists(st.sampled_from([*WORDS[2:], "work"]), min_size=1, max_size=2, unique=True).map(tuple)
weekdays = st.lists(st.sampled_from(["Mon", "Sat", "Sun"]), max_size=2, unique=True).map(tuple)
small = st.integers(0, 4)
skills = st.sampled_from(SKILLS)


@st.composite
def totals(draw: st.DrawFn) -> Total:
    measure = draw(st.sampled_from(Measure))
    unit = 480 if measure is Measure.MINUTES else 1
    least, more = draw(small) * unit, draw(small) * unit
    window = draw(st.one_of(st.none(), st.integers(1, 9)))
    most = draw(st.sampled_from([None, least + more]))
    return Total(
        of=draw(duty_words),
        measure=measure,
        at_least=least,
        at_most=most,
        over_days=window,
        every=draw(st.integers(1, 7)),
    )


forms = st.one_of(
    st.builds(Sequence, days=st.lists(words, min_size=1, max_size=3).map(tuple), starting=weekdays),
    st.builds(LongestRun, of=words, at_most=small),
    st.builds(ShortestRun, of=words, at_least=st.integers(1, 4)),
    totals(),
    st.just(WholeWeekends()),
    st.builds(Rest, minutes=st.sampled_from([660, 720, 1440, 2160]), days_off=st.integers(0, 2), after=duty_words),
    st.builds(RestAfterRun, of=duty_words, run=st.integers(1, 3), minutes=st.sampled_from([660, 1440, 2760, 2880])),
    st.builds(MinutesInWindow, at_most=st.integers(0, 3000), window=st.sampled_from([1440, 4320, 10080])),
    st.builds(AverageWeek, at_most=st.integers(300, 2880), weeks=st.integers(1, 3)),
    st.builds(ContractHours, under=st.integers(0, 600), over=st.integers(0, 600)),
    st.builds(DutyLength, of=duty_words, at_most=st.sampled_from([450, 660, 720])),
    st.just(Breaks(steps=((360, 20), (540, 60)))),
    st.builds(Never, of=words, on=weekdays, first=st.sampled_from([None, 2]), last=st.sampled_from([None, 5])),
    st.builds(
        FairShare, of=duty_words, measure=st.sampled_from([Measure.DAYS, Measure.WEEKENDS]), give=st.integers(0, 1)
    ),
    st.builds(Pay, agreement=st.just("afc_2a"), pence=st.sampled_from([100, 1000])),
)


DAYS = st.integers(0, 14)
NAMES = st.sampled_from(["Asha", "Ben", "Cai"])
SOFT, ANY = st.integers(1, 50), st.one_of(st.integers(1, 50), st.none())


def listed[Value](one: st.SearchStrategy[Value], most: int) -> st.SearchStrategy[tuple[Value, ...]]:
    return st.lists(one, max_size=most).map(tuple)


def rules(weights: st.SearchStrategy[int | None]) -> st.SearchStrategy[tuple[Rule, ...]]:
    return listed(st.tuples(forms, weights), 4).map(
        lambda found: tuple(Rule(name=f"rule {at}", says=form, weight=price) for at, (form, price) in enumerate(found))
    )


@st.composite
def demands(draw: st.DrawFn, *, hard: bool) -> Demand:
    least, more, under, dearer = draw(st.integers(0, 2)), draw(st.integers(0, 2)), draw(small), draw(small)
    return Demand(
        day=draw(DAYS),
        of=draw(duty_words),
        between=draw(st.sampled_from([None, None, (time(8), time(12)), (time(20), time(2)), (time(0), time(6))])),
        role=draw(st.sampled_from(["", "", "charge"])),
        skill=draw(st.sampled_from(["", "registered"])),
        minimum=least,
        preferred=least + more,
        most=least + more + 1 if hard and draw(st.booleans()) else None,
        short=None if hard and draw(st.booleans()) else under + dearer,
        under=under,
        over=draw(small),
    )


@st.composite
def leaves(draw: st.DrawFn) -> Leave:
    first = draw(st.integers(-3, 14))
    return Leave(person=draw(NAMES), first=first, last=first + draw(small), credited=450, excluded=draw(st.booleans()))


def people(own: st.SearchStrategy[tuple[Rule, ...]]) -> st.SearchStrategy[Person]:
    return st.builds(
        Person,
        name=st.just("somebody"),
        contract=st.sampled_from(["full", "zero"]),
        skills=st.sampled_from([SKILLS, SKILLS[:1]]),
        grade=st.just("5"),
        rules=own.map(lambda found: tuple(replace(rule, name=f"own {rule.name}") for rule in found)),
        supernumerary=st.sampled_from([(), ((0, 2),)]),
        hourly=st.just(Decimal("15.88")),
    )


pasts = st.builds(
    Past,
    person=st.just("somebody"),
    days=listed(st.sampled_from([None, "E", "L", "N"]), 12),
    carried=st.tuples(st.tuples(st.just("rule 0"), small), st.tuples(st.just("own rule 1"), small)),
    owed=st.integers(-200, 200),
)


@dataclass(frozen=True)
class Parts:
    """Strategies for the parts of problems: all rules may be broken, or some may not."""

    rules: st.SearchStrategy[tuple[Rule, ...]]
    people: st.SearchStrategy[list[Person]]
    demand: st.SearchStrategy[tuple[Demand, ...]]
    mixes: st.SearchStrategy[tuple[Mix, ...]]
    leave: st.SearchStrategy[tuple[Leave, ...]]

    @classmethod
    def of(cls, weights: st.SearchStrategy[int | None], *, hard: bool) -> Parts:
        mix = st.builds(Mix, day=DAYS, skill=skills, percent=st.integers(1, 100), weight=weights)
        return cls(
            rules=rules(weights),
            people=st.lists(people(rules(weights)), min_size=1, max_size=3),
            demand=listed(demands(hard=hard), 3),
            mixes=listed(mix, 1),
            leave=listed(leaves(), 1) if hard else st.just(()),
        )


SOFT_PARTS, ANY_PARTS = Parts.of(SOFT, hard=False), Parts.of(ANY, hard=True)
REQUESTS = listed(st.builds(Request, person=NAMES, day=DAYS, of=words, wanted=st.booleans(), weight=small), 3)


@st.composite
def problems(draw: st.DrawFn, *, hard: bool = False) -> Problem:
    """A problem of one to three people and up to 15 days; with ``hard``, some of its rules must hold."""
    parts, days = ANY_PARTS if hard else SOFT_PARTS, draw(st.integers(1, 15))
    named = [replace(one, name=name) for one, name in zip(draw(parts.people), ("Asha", "Ben", "Cai"), strict=False)]
    names = {one.name for one in named}
    return Problem(
        name="made",
        horizon=Horizon(start=draw(st.sampled_from(STARTS)), days=days, holidays=(date(2026, 3, 25),)),
        people=tuple(named),
        duties=DUTIES,
        contracts=(Contract(name="full", weekly=2250), Contract(name="zero")),
        skills=SKILLS,
        kinds=KINDS,
        rules=draw(parts.rules),
        demand=tuple(one for one in draw(parts.demand) if one.day < days),
        mixes=tuple(one for one in draw(parts.mixes) if one.day < days),
        requests=tuple(one for one in draw(REQUESTS) if one.day < days and one.person in names),
        leave=tuple(one for one in draw(parts.leave) if one.person in names),
        past=tuple(replace(draw(pasts), person=name) for name in sorted(names)),
    )


@st.composite
def rosters(draw: st.DrawFn, problem: Problem) -> Roster:
    """Anybody on any duty that they have the skill for, or off."""
    chance = Random(draw(st.integers(0, 10_000)))
    return Roster(tuple(one for person in problem.people for one in _line(problem, person, chance)))


def _line(problem: Problem, person: Person, chance: Random) -> Iterator[Assignment]:
    able = [
        (duty.name, role) for duty in problem.duties for role in duty.roles or ("",) if problem.able(person, duty, role)
    ]
    for day in range(problem.horizon.days):
        if chance.random() < 0.6:
            yield Assignment(person.name, day, *chance.choice(able))
