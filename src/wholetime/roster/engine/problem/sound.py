"""Whether the parts of a problem fit together. Every complaint is in the words of whoever made the problem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from wholetime.roster.engine.problem.forms import Form, Sequence
from wholetime.roster.engine.problem.impossible import no_twice, refuse_unless
from wholetime.roster.engine.problem.parts import Parts
from wholetime.roster.engine.problem.person import Person
from wholetime.roster.engine.problem.wishes import Fixed, Leave, Past, Request


def refuse_unsound(parts: Parts) -> None:
    """Raises Impossible for the first thing that does not fit."""
    _names(parts)
    _words(parts)
    for person in parts.people:
        _person(parts, person)
    _work(parts)
    _wishes(parts)
    for fixed in parts.fixed:
        _fixed(parts, fixed)


def _names(parts: Parts) -> None:
    refuse_unless(bool(parts.people), "a problem without people")
    refuse_unless(bool(parts.duties), "a problem without duties")
    for what in ("people", "duties", "contracts", "kinds", "rules"):
        no_twice(tuple(one.name for one in getattr(parts, what)), f"{what}:")
    no_twice(parts.skills, "skills:")
    no_twice(tuple(past.person for past in parts.past), "history of")
    no_twice(tuple((fixed.person, fixed.day) for fixed in parts.fixed), "fixed assignment")


def _words(parts: Parts) -> None:
    for duty in parts.duties:
        _skills(parts, (*duty.roles, *duty.needs), f"duty {duty.name}")
    own = chain((person.rules for person in parts.people), (contract.rules for contract in parts.contracts))
    for rule in chain(parts.rules, *own):
        _known(parts, words_of(rule.says), f"rule {rule.name}")


def words_of(form: Form) -> Iterator[str]:
    """The words for days that a rule uses."""
    if isinstance(form, Sequence):
        yield from chain.from_iterable(form.days)
    for name in ("of", "after", "before"):
        yield from getattr(form, name, ())


def _person(parts: Parts, person: Person) -> None:
    refuse_unless(person.contract in parts.contract, f"{person.name}: there is no contract {person.contract!r}")
    _skills(parts, person.skills, person.name)
    no_twice(tuple(rule.name for rule in parts.rules_of(person)), f"{person.name}: rule")


def _work(parts: Parts) -> None:
    for demand in parts.demand:
        refuse_unless(parts.horizon.holds(demand.day), f"{demand} is outside the horizon")
        _known(parts, demand.of, str(demand))
        _skills(parts, (word for word in (demand.role, demand.skill) if word), str(demand))
    for mix in parts.mixes:
        refuse_unless(parts.horizon.holds(mix.day), f"mix of {mix.skill} on day {mix.day} is outside the horizon")
        _known(parts, mix.of, f"mix of {mix.skill}")
        _skills(parts, (mix.skill,), f"mix on day {mix.day}")


def _wishes(parts: Parts) -> None:
    wishes: tuple[Request | Leave | Fixed | Past, ...] = (*parts.requests, *parts.leave, *parts.fixed, *parts.past)
    for one in wishes:
        refuse_unless(one.person in parts.person, f"{one.person} is nobody in {parts.name}")
    for request in parts.requests:
        refuse_unless(
            parts.horizon.holds(request.day), f"{request.person} asks for day {request.day}, outside the horizon"
        )
        _known(parts, request.of, f"{request.person}'s request for day {request.day}")
    for past in parts.past:
        _known(parts, (duty for duty in past.days if duty is not None), f"{past.person}'s history", parts.duty)


def _fixed(parts: Parts, fixed: Fixed) -> None:
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
