"""The parts of a rostering problem, and the words by which they speak of each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from wholetime.roster.engine.problem.demand import Demand, Mix
from wholetime.roster.engine.problem.duty import NOT, OFF, WORK, Duty, Kind
from wholetime.roster.engine.problem.forms import Rest
from wholetime.roster.engine.problem.horizon import Horizon
from wholetime.roster.engine.problem.person import Contract, Person
from wholetime.roster.engine.problem.rule import Rule
from wholetime.roster.engine.problem.wishes import Fixed, Leave, Past, Request

ONE_PLACE = Rule(
    name="one place at a time", says=Rest(minutes=0), source="nobody can be on two duties at once", verified=True
)
"""Holds in every problem whose duties have a start."""


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What a ``Problem`` is made of; see there."""

    name: str
    horizon: Horizon
    people: tuple[Person, ...]
    duties: tuple[Duty, ...]
    contracts: tuple[Contract, ...] = ()
    skills: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    rules: tuple[Rule, ...] = ()
    demand: tuple[Demand, ...] = ()
    mixes: tuple[Mix, ...] = ()
    requests: tuple[Request, ...] = ()
    leave: tuple[Leave, ...] = ()
    fixed: tuple[Fixed, ...] = ()
    past: tuple[Past, ...] = ()

    @cached_property
    def duty(self) -> dict[str, Duty]:
        return {duty.name: duty for duty in self.duties}

    @cached_property
    def person(self) -> dict[str, Person]:
        return {person.name: person for person in self.people}

    @cached_property
    def contract(self) -> dict[str, Contract]:
        return {contract.name: contract for contract in self.contracts}

    @cached_property
    def vocabulary(self) -> dict[str, frozenset[str | None]]:
        """What each word for days stands for: names of duties, and None for a day off."""
        kinds = {word for duty in self.duties for word in duty.kinds} | {kind.name for kind in self.kinds}
        words = {word: frozenset[str | None](self._answering(word)) for word in kinds | set(self.duty)}
        others = {NOT + word: frozenset[str | None](self.duty) - meant for word, meant in words.items()}
        return words | others | {OFF: frozenset({None}), WORK: frozenset(self.duty)}

    def _answering(self, word: str) -> set[str]:
        kinds = [kind for kind in self.kinds if kind.name == word]
        named = {duty.name for duty in self.duties if word == duty.name or word in duty.kinds}
        return named | {duty.name for duty in self.duties if any(kind.covers(duty) for kind in kinds)}

    def means(self, words: tuple[str, ...]) -> frozenset[str | None]:
        """The duties that words stand for, by name; None among them is a day off. Raises KeyError for no known word."""
        if words not in self._meant:
            self._meant[words] = frozenset(chain.from_iterable(self.vocabulary[word] for word in words))
        return self._meant[words]

    @cached_property
    def _meant(self) -> dict[tuple[str, ...], frozenset[str | None]]:
        return {}

    @cached_property
    def _past(self) -> dict[str, Past]:
        return {past.person: past for past in self.past}

    def past_of(self, person: Person) -> Past:
        return self._past.get(person.name) or Past(person=person.name)

    @cached_property
    def _leave(self) -> dict[str, tuple[Leave, ...]]:
        return {name: tuple(leave for leave in self.leave if leave.person == name) for name in self.person}

    def leave_of(self, person: Person) -> tuple[Leave, ...]:
        return self._leave[person.name]

    def rules_of(self, person: Person) -> tuple[Rule, ...]:
        """Every rule that binds a person: the problem's, the contract's and the person's own."""
        every = chain((ONE_PLACE,), self.rules, self.contract[person.contract].rules, person.rules)
        return tuple(rule for rule in every if person.answers_to(rule.who) and rule.name not in person.opted_out)

    def able(self, person: Person, duty: Duty, role: str = "") -> bool:
        """Whether a person has the skills for a duty, and for the role in it."""
        return set(duty.needs) <= set(person.skills) and (role in person.skills if duty.roles else not role)
