"""Cover: how many people there are where they are needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from wholetime.roster.engine.problem import Assignment, Demand, Mix, Problem, Roster
from wholetime.roster.engine.scoring.breach import Breach


def cover_breaches(problem: Problem, roster: Roster) -> Iterator[Breach]:
    """Each demand and mix that is not met."""
    on_day = defaultdict[int, list[Assignment]](list)
    for one in (*roster, *_night_before(problem)):
        on_day[one.day].append(one)
    for demand in problem.demand:
        near = on_day[demand.day - 1] + on_day[demand.day] if demand.between else on_day[demand.day]
        yield from _outside(demand, sum(_serves(problem, demand, one) for one in near))
    for mix in problem.mixes:
        yield from _mixed(problem, mix, [one for one in on_day[mix.day] if _counts(problem, mix.of, one)])


def _night_before(problem: Problem) -> Iterator[Assignment]:
    """Who was on duty on the day before the horizon, and may still be; in which role is not known."""
    for past in problem.past:
        if past.days and (duty := past.days[-1]) is not None:
            yield Assignment(past.person, -1, duty)


def _outside(demand: Demand, people: int) -> Iterator[Breach]:
    """Below the minimum, only what is missing from it where that must not be; else each level costs its own."""
    short, under = max(0, demand.minimum - people), max(0, demand.preferred - max(people, demand.minimum))
    over = max(0, people - demand.preferred)
    name = str(demand)
    if short:
        yield Breach(name, "", demand.day, short, None if demand.short is None else short * demand.short)
    if under and demand.under and not (short and demand.short is None):
        yield Breach(name, "", demand.day, under, under * demand.under)
    if over and demand.over:
        yield Breach(name, "", demand.day, over, over * demand.over)
    if demand.most is not None and people > demand.most:
        yield Breach(name, "", demand.day, people - demand.most, None)


def _serves(problem: Problem, demand: Demand, one: Assignment) -> bool:
    has_skill = not demand.skill or demand.skill in problem.person[one.person].skills
    fills_role = not demand.role or demand.role == one.role
    return has_skill and fills_role and _counts(problem, demand.of, one) and _there(problem, demand, one)


def _counts(problem: Problem, of: tuple[str, ...], one: Assignment) -> bool:
    counted = problem.duty[one.duty].counted and problem.person[one.person].counts_on(one.day)
    return counted and one.duty in problem.means(of)


def _there(problem: Problem, demand: Demand, one: Assignment) -> bool:
    """On the day, or for the whole interval; a duty without a start is there at no time of day."""
    if demand.between is None:
        return True
    duty, (first, last) = problem.duty[one.duty], demand.between
    if duty.start is None:
        return False
    opens = problem.horizon.moment(demand.day, first)
    shuts = problem.horizon.moment(demand.day + (last <= first), last)
    begins, ends = duty.span(problem.horizon, one.day)
    return begins <= opens and shuts <= ends


def _mixed(problem: Problem, mix: Mix, people: list[Assignment]) -> Iterator[Breach]:
    """Hundredths of a person with the skill who are missing."""
    skilled = sum(mix.skill in problem.person[one.person].skills for one in people)
    missing = mix.percent * len(people) - 100 * skilled
    if missing > 0:
        yield Breach(f"mix of {mix.skill}", "", mix.day, missing, None if mix.weight is None else missing * mix.weight)
