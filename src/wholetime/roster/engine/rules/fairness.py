"""Fair shares: nights, weekends or whatever is asked, in proportion to contracted hours, past excess repaid."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from wholetime.roster.engine.problem import FairShare, Measure, Person, Problem
from wholetime.roster.engine.rules.line import Found, Line
from wholetime.roster.engine.rules.totals import counted


def fair_share(says: FairShare, line: Line) -> Found:
    """How far a person's part is from a fair one, told on the last day."""
    least, most = fair_limits(says, line.problem, line.person, line.carried)
    part = counted(says.measure, line.problem.means(says.of), line, line.horizon)
    away = max(least - part, part - most)
    if away > 0:
        yield line.horizon[-1], away


def fair_limits(says: FairShare, problem: Problem, person: Person, carried: int) -> tuple[int, int]:
    """The least and the most of a fair part: the person's share of all that is asked, less what was done too much."""
    return share_limits(fair_shares(says, problem)[person.name] - carried, says.give)


def share_limits(due: Fraction, give: int) -> tuple[int, int]:
    """The whole numbers around what is due, give or take."""
    return max(0, floor(due) - give), max(0, ceil(due) + give)


def fair_shares(says: FairShare, problem: Problem) -> dict[str, Fraction]:
    """Each person's share of all that is asked, in proportion to claims."""
    claims = {person.name: _claim(says, problem, person) for person in problem.people}
    asked, everybody = _asked(says, problem), sum(claims.values())
    return {name: asked * claim / everybody if everybody else Fraction(0) for name, claim in claims.items()}


def _claim(says: FairShare, problem: Problem, person: Person) -> Fraction:
    """Contracted hours times days not on leave; nothing for who can do none of these duties."""
    able = any(_can(problem, person, name) for name in problem.means(says.of) if name is not None)
    away = {day for one in problem.leave_of(person) for day in range(one.first, one.last + 1)}
    present = sum(day not in away for day in range(problem.horizon.days))
    weekly = problem.contract[person.contract].weekly
    return Fraction(present * (1 if weekly is None else weekly)) if able else Fraction(0)


def _can(problem: Problem, person: Person, name: str) -> bool:
    duty = problem.duty[name]
    return any(problem.able(person, duty, role) for role in duty.roles or ("",))


def _asked(says: FairShare, problem: Problem) -> Fraction:
    """All that the demand asks of these duties; a weekend is two days of one person."""
    of = problem.means(says.of)
    asked = [one for one in problem.demand if problem.means(one.of) <= of]
    if says.measure is Measure.WEEKENDS:
        return Fraction(sum(one.preferred for one in asked if problem.horizon.weekday(one.day) >= 5), 2)
    return Fraction(sum(one.preferred for one in asked))
