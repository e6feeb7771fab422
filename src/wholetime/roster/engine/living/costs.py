"""What a roster cost: per person and per rule, what is not kept, how often and at what price."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from wholetime.roster.engine.problem import Problem, Roster
from wholetime.roster.engine.scoring import Breach, score


@dataclass(frozen=True, slots=True)
class Cost:
    """One rule of one person (``person`` empty: the team's cover).

    ``amount`` is in the rule's own unit, ``days`` when it was told, ``penalty`` None for a rule that must be kept.
    """

    rule: str
    person: str
    amount: int
    penalty: int | None
    days: tuple[int, ...]


def costs(problem: Problem, roster: Roster) -> tuple[Cost, ...]:
    """Hard rules first, then the dearest. Raises Impossible where the roster is not of the problem."""
    found: dict[tuple[str, str, bool], list[Breach]] = defaultdict(list)
    for breach in score(problem, roster).breaches:
        found[breach.rule, breach.person, breach.penalty is None].append(breach)
    return tuple(sorted((_cost(held) for held in found.values()), key=_dearest_first))


def _cost(held: list[Breach]) -> Cost:
    prices = [breach.penalty for breach in held if breach.penalty is not None]
    amount, days = sum(breach.amount for breach in held), tuple(sorted(breach.day for breach in held))
    return Cost(held[0].rule, held[0].person, amount, sum(prices) if prices else None, days)


def _dearest_first(cost: Cost) -> tuple[bool, int, str, str]:
    return cost.penalty is not None, -(cost.penalty or 0), cost.person, cost.rule
