"""Problems of the Second International Nurse Rostering Competition: all weeks at once, or stage by stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Sequence as Weeks
from datetime import date

from wholetime.roster.engine.formats.inrc2_text import ANY, ContractTerms, NursePast, Scenario, WeekData
from wholetime.roster.engine.problem import (
    OFF,
    WORK,
    Contract,
    Demand,
    Duty,
    Horizon,
    LongestRun,
    Measure,
    Past,
    Person,
    Problem,
    Request,
    Rule,
    Sequence,
    ShortestRun,
    Total,
    WholeWeekends,
)
from wholetime.roster.engine.rules.reference import terms

MONDAY = date(2024, 1, 1)
"""The competition has no dates; any Monday would do."""

TERMS = terms("inrc2")
TOTAL, WEEKENDS = "S6 total assignments", "S7 working weekends"


def inrc2_problem(scenario: Scenario, past: Mapping[str, NursePast], weeks: Weeks[WeekData], name: str = "") -> Problem:
    """The weeks as one problem.

    Where a cell has fewer nurses than its minimum the problem counts that as broken, and no shortfall from the optimal
    cover besides: so does the competition's validator.
    """
    return Problem(
        name=name or scenario.name,
        horizon=Horizon(start=MONDAY, days=7 * len(weeks)),
        people=tuple(Person(name=who, contract=what, skills=has) for who, (what, has) in scenario.nurses.items()),
        duties=tuple(Duty(name=shift, minutes=0, roles=scenario.skills) for shift in scenario.shifts),
        contracts=tuple(_contract(one) for one in scenario.contracts.values()),
        skills=scenario.skills,
        rules=(*_successions(scenario), *_same_shift(scenario)),
        demand=tuple(_demand(weeks)),
        requests=tuple(_requests(weeks)),
        past=tuple(_past(who, one, scenario) for who, one in past.items()),
    )


def _contract(given: ContractTerms) -> Contract:
    least, most = given.assignments
    weekends = Total(of=(WORK,), measure=Measure.WEEKENDS, at_most=given.weekends)
    whole = (TERMS.rule("S5 complete weekend", WholeWeekends()),) if given.whole_weekends else ()
    rules = (
        *_runs("S2 consecutive assignments", WORK, given.work),
        *_runs("S3 consecutive days off", OFF, given.off),
        *whole,
        TERMS.rule(TOTAL, Total(of=(WORK,), at_least=least, at_most=most)),
        TERMS.rule(WEEKENDS, weekends),
    )
    return Contract(name=given.name, rules=rules)


def _runs(rule: str, of: str, limits: tuple[int, int], about: str = "") -> Iterator[Rule]:
    least, most = limits
    yield TERMS.rule(rule, ShortestRun(of=(of,), at_least=least), f"{about} at least".strip())
    yield TERMS.rule(rule, LongestRun(of=(of,), at_most=most), f"{about} at most".strip())


def _successions(scenario: Scenario) -> Iterator[Rule]:
    for shift, followers in scenario.followers.items():
        if followers:
            yield TERMS.rule("H3 succession", Sequence(days=((shift,), followers)), shift)


def _same_shift(scenario: Scenario) -> Iterator[Rule]:
    for shift, limits in scenario.shifts.items():
        yield from _runs("S2 consecutive same shift", shift, limits, shift)


def _demand(weeks: Weeks[WeekData]) -> Iterator[Demand]:
    price = TERMS.weight("S1 optimal cover")
    for week, data in enumerate(weeks):
        for day, shift, skill, least, best in data.cover:
            yield Demand(day=7 * week + day, of=(shift,), role=skill, minimum=least, preferred=best, under=price)


def _requests(weeks: Weeks[WeekData]) -> Iterator[Request]:
    price = TERMS.weight("S4 preferences")
    for week, data in enumerate(weeks):
        for nurse, shift, day in data.off:
            yield Request(person=nurse, day=7 * week + day, of=(WORK if shift == ANY else shift,), weight=price)


def _past(nurse: str, given: NursePast, scenario: Scenario) -> Past:
    carried = ((TOTAL, given.assignments), (WEEKENDS, given.weekends))
    return Past(person=nurse, days=past_days(given, tuple(scenario.shifts)), carried=carried)


def past_days(given: NursePast, shifts: tuple[str, ...]) -> tuple[str | None, ...]:
    """Days that end as the history tells: how long the last runs are, bounded by a day of another kind.

    The competition passes on only the lengths. Which other shift was worked before a run matters to no rule.
    """
    other = next((shift for shift in shifts if shift != given.last), shifts[0])
    if given.off:
        return (other, *(None,) * given.off)
    if not given.worked:
        return ()
    return (None, *(other,) * (given.worked - given.same), *(given.last,) * given.same)
