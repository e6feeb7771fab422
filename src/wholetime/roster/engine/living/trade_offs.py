"""Not one roster but a choice of them: what cost, fairness, requests and continuity take from each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from wholetime.roster.engine.living.change import changes
from wholetime.roster.engine.living.replan import Disturbance, replan
from wholetime.roster.engine.problem import Contract, FairShare, Pay, Person, Problem, Roster, Rule
from wholetime.roster.engine.scoring import Score, score
from wholetime.roster.engine.scoring.score import REQUEST


class Aim(StrEnum):
    """What a roster may be made for, beside the rules and the cover."""

    COST = "cost"
    FAIRNESS = "fairness"
    REQUESTS = "requests"
    CONTINUITY = "continuity"


FORMS: dict[Aim, type] = {Aim.COST: Pay, Aim.FAIRNESS: FairShare}


@dataclass(frozen=True, slots=True)
class Measures:
    """What is paid under each aim, at the weights of the problem; ``rest`` is all the other penalty.

    ``continuity`` counts cells that differ from the published roster.
    """

    cost: int
    fairness: int
    requests: int
    continuity: int
    rest: int

    def no_worse(self, other: Measures) -> bool:
        return all(getattr(self, one.name) <= getattr(other, one.name) for one in fields(self))


@dataclass(frozen=True, slots=True)
class Choice:
    """A roster made with ``leaning`` at ten times its weight; None with all at their own."""

    leaning: Aim | None
    roster: Roster
    measures: Measures


def trade_offs(
    problem: Problem, published: Roster | None = None, *, seconds: float = 10.0, seed: int = 0, stress: int = 10
) -> tuple[Choice, ...]:
    """Legal rosters of which none is worse than another in every way. ``seconds`` for each aim.

    With ``published``, continuity is an aim; without it, it is not looked at.
    """
    aims = [None, *(aim for aim in Aim if aim is not Aim.CONTINUITY or published is not None)]
    found = [_made(problem, published, aim, seconds, seed, stress) for aim in aims]
    return _not_beaten([choice for choice in found if score(problem, choice.roster).legal])


def _made(
    problem: Problem, published: Roster | None, aim: Aim | None, seconds: float, seed: int, stress: int
) -> Choice:
    leaning = problem if aim is None else _stressed(problem, aim, stress)
    change = (stress if aim is Aim.CONTINUITY else 1) if published is not None else 0
    held = published or Roster()
    made = replan(leaning, held, disturbance=Disturbance(((0, change),)), seconds=seconds, seed=seed).roster
    return Choice(aim, made, measured(problem, made, published))


def measured(problem: Problem, roster: Roster, published: Roster | None = None) -> Measures:
    """A roster under each aim."""
    scored = score(problem, roster)
    paid = {aim: _paid(problem, scored, form) for aim, form in FORMS.items()}
    asked = scored.by_rule().get(REQUEST, 0)
    differs = 0 if published is None else len(changes(published, roster))
    rest = scored.penalty - sum(paid.values()) - asked
    return Measures(paid[Aim.COST], paid[Aim.FAIRNESS], asked, differs, rest)


def _paid(problem: Problem, scored: Score, form: type) -> int:
    names = {
        (person.name, rule.name)
        for person in problem.people
        for rule in problem.rules_of(person)
        if isinstance(rule.says, form)
    }
    return sum(one.penalty or 0 for one in scored.breaches if (one.person, one.rule) in names)


def _stressed(problem: Problem, aim: Aim, times: int) -> Problem:
    """The problem with the weights of an aim multiplied."""
    if aim is Aim.REQUESTS:
        return replace(problem, requests=tuple(replace(one, weight=one.weight * times) for one in problem.requests))
    if aim not in FORMS:
        return problem
    form = FORMS[aim]

    def heavier(rules: Sequence[Rule]) -> tuple[Rule, ...]:
        return tuple(_times(rule, times) if isinstance(rule.says, form) else rule for rule in rules)

    contracts: tuple[Contract, ...] = tuple(replace(one, rules=heavier(one.rules)) for one in problem.contracts)
    people: tuple[Person, ...] = tuple(replace(one, rules=heavier(one.rules)) for one in problem.people)
    return replace(problem, rules=heavier(problem.rules), contracts=contracts, people=people)


def _times(rule: Rule, times: int) -> Rule:
    return rule if rule.weight is None else replace(rule, weight=rule.weight * times)


def _not_beaten(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Without those that another is no worse than in every way; of equals the first stays."""
    kept: list[Choice] = []
    for choice in choices:
        if any(other.measures.no_worse(choice.measures) for other in kept):
            continue
        kept = [other for other in kept if not choice.measures.no_worse(other.measures)] + [choice]
    return tuple(kept)
