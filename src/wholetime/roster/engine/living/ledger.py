"""The fairness ledger: what each person did of what nobody likes, what was granted, and what is carried forward."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from wholetime.roster.engine.problem import ContractHours, FairShare, Measure, Past, Person, Problem, Roster, Rule
from wholetime.roster.engine.rules import Line, fair_limits, line_of
from wholetime.roster.engine.rules.totals import counted, credited, worked_minutes

NIGHT = "night"
"""The kind of duty that is counted as a night, where the problem knows it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One person's: days of work, nights, weekends and public holidays worked, requests made and met, and runs of work
    of ``LONG`` days or more. Adds up over rosters."""

    days: int = 0
    nights: int = 0
    weekends: int = 0
    holidays: int = 0
    asked: int = 0
    met: int = 0
    long_runs: int = 0

    def __add__(self, other: Entry) -> Entry:
        return Entry(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


LONG = 6
"""Days running; a run of six leaves one day of the week."""


def ledger(problem: Problem, rosters: Iterable[Roster]) -> dict[str, Entry]:
    """The sum over ``rosters`` of the problem's people, by name."""
    found = {person.name: Entry() for person in problem.people}
    for roster in rosters:
        for person in problem.people:
            found[person.name] += _entry(problem, person, roster)
    return found


def _entry(problem: Problem, person: Person, roster: Roster) -> Entry:
    line, work = line_of(problem, person, roster), frozenset[str | None](problem.duty)
    asked = [one for one in problem.requests if one.person == person.name]
    nights = problem.vocabulary.get(NIGHT, frozenset())
    return Entry(
        days=counted(Measure.DAYS, work, line, line.horizon),
        nights=counted(Measure.DAYS, nights, line, line.horizon),
        weekends=counted(Measure.WEEKENDS, work, line, line.horizon),
        holidays=sum(line.on(day) is not None for day in line.horizon if _is_holiday(problem, day)),
        asked=len(asked),
        met=sum((line.on(one.day) in problem.means(one.of)) == one.wanted for one in asked),
        long_runs=sum(len(run) >= LONG for run in line.runs(work) if run.stop > 0),
    )


def _is_holiday(problem: Problem, day: int) -> bool:
    return problem.horizon.date_of(day) in problem.horizon.holidays


def carried_forward(problem: Problem, roster: Roster, *, days: int = 35) -> tuple[Past, ...]:
    """What the next problem, beginning the day after, has to know of each person.

    The last ``days`` days; what was done beyond a fair share, for each rule of fair shares, so that the next roster
    repays it; and the minutes of contracted hours still owed.
    """
    return tuple(_past(problem, person, roster, days) for person in problem.people)


def _past(problem: Problem, person: Person, roster: Roster, days: int) -> Past:
    line, before = line_of(problem, person, roster), problem.past_of(person)
    rules = problem.rules_of(person)
    fair = [(rule.name, _beyond_share(problem, person, rule, line)) for rule in rules if type(rule.says) is FairShare]
    owed = _owed(problem, person, line) if any(type(rule.says) is ContractHours for rule in rules) else before.owed
    return Past(person=person.name, days=line.cells[-days:], carried=tuple(fair), owed=owed)


def _beyond_share(problem: Problem, person: Person, rule: Rule, line: Line) -> int:
    """What was carried before, plus the part of this roster above its share or less the part below."""
    says = rule.says
    assert isinstance(says, FairShare)
    least, most = fair_limits(replace(says, give=0), problem, person, 0)
    part = counted(says.measure, problem.means(says.of), line, line.horizon)
    return problem.past_of(person).carries(rule.name) + min(0, part - least) + max(0, part - most)


def _owed(problem: Problem, person: Person, line: Line) -> int:
    """Minutes: due for the horizon and before, less those worked and credited."""
    weekly = problem.contract[person.contract].weekly or 0
    due = weekly * problem.horizon.days // 7 + problem.past_of(person).owed
    return due - worked_minutes(line, line.horizon) - credited(line)
