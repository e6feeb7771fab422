"""The independent scorer: slow, plain, and with nothing of the optimiser in it."""

from __future__ import annotations

from collections.abc import Iterator

from wholetime.roster.engine.problem import Person, Problem, Roster
from wholetime.roster.engine.rules import breaches, line_of
from wholetime.roster.engine.scoring.breach import Breach, Score
from wholetime.roster.engine.scoring.cover import cover_breaches

REQUEST, SKILL, LEAVE, FIXED = "request", "skill", "leave", "fixed assignment"


def score(problem: Problem, roster: Roster) -> Score:
    """Everything that the roster breaks. Raises Impossible where it names what the problem does not have."""
    problem.refuse_unknown(roster)
    return Score((*_of_people(problem, roster), *_of_wishes(problem, roster), *cover_breaches(problem, roster)))


def _of_people(problem: Problem, roster: Roster) -> Iterator[Breach]:
    for person in problem.people:
        yield from _of_rules(problem, person, roster)
        yield from _of_skills(problem, person, roster)


def _of_rules(problem: Problem, person: Person, roster: Roster) -> Iterator[Breach]:
    line = line_of(problem, person, roster)
    for rule in problem.rules_of(person):
        for day, amount in breaches(rule, line):
            yield Breach(rule.name, person.name, day, amount, None if rule.hard else amount * rule.price)


def _of_skills(problem: Problem, person: Person, roster: Roster) -> Iterator[Breach]:
    for day in range(problem.horizon.days):
        one = roster.of(person.name, day)
        if one is not None and not problem.able(person, problem.duty[one.duty], one.role):
            yield Breach(SKILL, person.name, day, 1, None)


def _of_wishes(problem: Problem, roster: Roster) -> Iterator[Breach]:
    for request in problem.requests:
        one = roster.of(request.person, request.day)
        has = (None if one is None else one.duty) in problem.means(request.of)
        if has != request.wanted:
            yield Breach(REQUEST, request.person, request.day, 1, request.weight)
    for leave in problem.leave:
        for day in range(max(0, leave.first), min(leave.last + 1, problem.horizon.days)):
            if roster.of(leave.person, day) is not None:
                yield Breach(LEAVE, leave.person, day, 1, None)
    for fixed in problem.fixed:
        one = roster.of(fixed.person, fixed.day)
        does = (None, "") if one is None else (one.duty, one.role)
        if does != (fixed.duty, fixed.role):
            yield Breach(FIXED, fixed.person, fixed.day, 1, None)
