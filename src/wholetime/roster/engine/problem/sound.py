"""Whether the parts of a problem fit together. Every complaint is in the words of whoever made the problem."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

from wholetime.roster.engine.problem.demand import Demand, Mix
from wholetime.roster.engine.problem.duty import Duty
from wholetime.roster.engine.problem.forms import Form, Sequence
from wholetime.roster.engine.problem.impossible import at, no_twice, refuse_unless
from wholetime.roster.engine.problem.parts import Parts
from wholetime.roster.engine.problem.person import Contract, Person
from wholetime.roster.engine.problem.rule import Rule
from wholetime.roster.engine.problem.wishes import Fixed, Leave, Past, Request


def refuse_unsound(parts: Parts) -> None:
    """Raises Impossible for the first thing that does not fit, with its place."""
    _names(parts)
    for field, check in CHECKS.items():
        for number, part in enumerate(getattr(parts, field)):
            with at(field, number):
                check(parts, part)


def _names(parts: Parts) -> None:
    refuse_unless(bool(parts.people), "a problem without people")
    refuse_unless(bool(parts.duties), "a problem without duties")
    for what in ("people", "duties", "contracts", "kinds", "rules"):
        no_twice(tuple(one.name for one in getattr(parts, what)), f"{what}:")
    no_twice(parts.skills, "skills:")
    no_twice(tuple(past.person for past in parts.past), "history of")
    no_twice(tuple((fixed.person, fixed.day) for fixed in parts.fixed), "fixed assignment")


def _duty(parts: Parts, duty: Duty) -> None:
    _skills(parts, (*duty.roles, *duty.needs), f"duty {duty.name}")


def _rule(parts: Parts, rule: Rule) -> None:
    _known(parts, words_of(rule.says), f"rule {rule.name}")


def words_of(form: Form) -> Iterator[str]:
    """The words for days that a rule uses."""
    if isinstance(form, Sequence):
        yield from chain.from_iterable(form.days)
    for name in ("of", "after", "before"):
        yield from getattr(form, name, ())


def _contract(parts: Parts, contract: Contract) -> None:
    for rule in contract.rules:
        _rule(parts, rule)


def _person(parts: Parts, person: Person) -> None:
    refuse_unless(person.contract in parts.contract, f"{person.name}: there is no contract {person.contract!r}")
    _skills(parts, person.skills, person.name)
    for rule in person.rules:
        _rule(parts, rule)
    no_twice(tuple(rule.name for rule in parts.rules_of(person)), f"{person.name}: rule")


def _demand(parts: Parts, demand: Demand) -> None:
    refuse_unless(parts.horizon.holds(demand.day), f"{demand} is outside the horizon")
    _known(parts, demand.of, str(demand))
    _skills(parts, (word for word in (demand.role, demand.skill) if word), str(demand))


def _mix(parts: Parts, mix: Mix) -> None:
    refuse_unless(parts.horizon.holds(mix.day), f"mix of {mix.skill} on day {mix.day} is outside the horizon")
    _known(parts, mix.of, f"mix of {mix.skill}")
    _skills(parts, (mix.skill,), f"mix on day {mix.day}")


def _somebody(parts: Parts, one: Request | Leave | Fixed | Past) -> None:
    refuse_unless(one.person in parts.person, f"{one.person} is nobody in {parts.name}")


def _request(parts: Parts, request: Request) -> None:
    _somebody(parts, request)
    inside = parts.horizon.holds(request.day)
    refuse_unless(inside, f"{request.person} asks for day {request.day}, outside the horizon")
    _known(parts, request.of, f"{request.person}'s request for day {request.day}")


def _past(parts: Parts, past: Past) -> None:
    _somebody(parts, past)
    _known(parts, (duty for duty in past.days if duty is not None), f"{past.person}'s history", parts.duty)


def _fixed(parts: Parts, fixed: Fixed) -> None:
    _somebody(parts, fixed)
    what = f"{fixed.person} on day {fixed.day}"
    refuse_unless(parts.horizon.holds(fixed.day), f"{what}: outside the horizon")
    if fixed.duty is None:
        return
    _known(parts, (fixed.duty,), what, parts.duty)
    person, duty = parts.person[fixed.person], parts.duty[fixed.duty]
    away = any(leave.first <= fixed.day <= leave.last for leave in parts.leave_of(person))
    refuse_unless(not away, f"{what}: a fixed duty during leave")
    able = parts.able(person, duty, fixed.role)
    refuse_unless(able, f"{what}: lacks the skill for {fixed.duty} {fixed.role}".rstrip())


def _known(parts: Parts, words: Iterable[str], where: str, among: Iterable[str] | None = None) -> None:
    known = set(parts.vocabulary if among is None else among)
    for word in words:
        refuse_unless(word in known, f"{where}: there is no duty or kind of duty called {word!r}")


def _skills(parts: Parts, skills: Iterable[str], where: str) -> None:
    for skill in skills:
        refuse_unless(skill in parts.skills, f"{where}: unknown skill {skill!r}")


CHECKS: dict[str, Callable[[Parts, Any], None]] = {
    "duties": _duty,
    "rules": _rule,
    "contracts": _contract,
    "people": _person,
    "leave": _somebody,
    "demand": _demand,
    "mixes": _mix,
    "requests": _request,
    "past": _past,
    "fixed": _fixed,
}
"""How each part of a problem is checked, one after the other."""
