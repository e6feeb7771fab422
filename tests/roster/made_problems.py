"""Small problems of every kind, and rosters for them, drawn at random."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

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


def rules(weights: st.SearchStrategy[int | None]) -> st.SearchStrategy[tuple[Rule, ...]]:
    drawn = st.lists(st.tuples(forms, weights), max_size=4)
    return drawn.map(lambda found: tuple(_rule(at, *one) for at, one in enumerate(found)))


def _rule(number: int, says: object, weight: int | None) -> Rule:
    return Rule(name=f"rule {number}", says=says, weight=weight)  # type: ignore[arg-type]


@st.composite
def problems(draw: st.DrawFn, *, hard: bool = False) -> Problem:
    """A problem of one to three people; with ``hard``, some of its rules must hold."""
    days = draw(st.integers(1, 15))
    day, name = st.integers(0, days - 1), st.sampled_from(["Asha", "Ben", "Cai"][: draw(st.integers(1, 3))])
    weights = st.one_of(st.integers(1, 50), st.none()) if hard else st.integers(1, 50)
    people = [draw(_people(one, weights)) for one in name.elements]  # type: ignore[attr-defined]
    listed = lambda one, most=3: st.lists(one, max_size=most).map(tuple)  # noqa: E731
    return Problem(
        name="made",
        horizon=Horizon(start=draw(st.sampled_from(STARTS)), days=days, holidays=(date(2026, 3, 25),)),
        people=tuple(people),
        duties=DUTIES,
        contracts=(Contract(name="full", weekly=2250), Contract(name="zero")),
        skills=SKILLS,
        kinds=KINDS,
        rules=draw(rules(weights)),
        demand=draw(listed(demands(day, hard=hard))),
        mixes=draw(
            listed(
                st.builds(Mix, day=day, skill=st.sampled_from(SKILLS), percent=st.integers(1, 100), weight=weights), 1
            )
        ),
        requests=draw(listed(st.builds(Request, person=name, day=day, of=words, wanted=st.booleans(), weight=small))),
        leave=draw(listed(_leave(name, days), 1)) if hard else (),
        past=tuple(draw(_past(one.name)) for one in people),
    )


@st.composite
def _people(draw: st.DrawFn, name: str, weights: st.SearchStrategy[int | None]) -> Person:
    own = tuple(Rule(name=f"own {rule.name}", says=rule.says, weight=rule.weight) for rule in draw(rules(weights)))
    return Person(
        name=name,
        contract=draw(st.sampled_from(["full", "zero"])),
        skills=draw(st.sampled_from([SKILLS, SKILLS[:1]])),
        grade="5",
        rules=own,
        supernumerary=draw(st.sampled_from([(), ((0, 2),)])),
        hourly=Decimal("15.88"),
    )


@st.composite
def demands(draw: st.DrawFn, day: st.SearchStrategy[int], *, hard: bool) -> Demand:
    least, more, under, dearer = draw(st.integers(0, 2)), draw(st.integers(0, 2)), draw(small), draw(small)
    between = draw(st.sampled_from([None, None, (time(8), time(12)), (time(20), time(2)), (time(0), time(6))]))
    return Demand(
        day=draw(day),
        of=draw(duty_words),
        between=between,
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
def _leave(draw: st.DrawFn, name: st.SearchStrategy[str], days: int) -> Leave:
    first = draw(st.integers(-3, days))
    return Leave(person=draw(name), first=first, last=first + draw(small), credited=450, excluded=draw(st.booleans()))


@st.composite
def _past(draw: st.DrawFn, name: str) -> Past:
    days = draw(st.lists(st.sampled_from([None, "E", "L", "N"]), max_size=12))
    carried = tuple((f"rule {number}", draw(st.integers(0, 3))) for number in range(2))
    return Past(person=name, days=tuple(days), carried=carried, owed=draw(st.integers(-200, 200)))


@st.composite
def rosters(draw: st.DrawFn, problem: Problem) -> Roster:
    """Anybody on any duty that they have the skill for."""
    found = []
    for person in problem.people:
        able = [(d.name, role) for d in problem.duties for role in d.roles or ("",) if problem.able(person, d, role)]
        choices = st.one_of(st.none(), st.sampled_from(able))
        for day in range(problem.horizon.days):
            chosen = draw(choices)
            if chosen is not None:
                found.append(Assignment(person.name, day, *chosen))
    return Roster(tuple(found))
