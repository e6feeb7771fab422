"""All legal swaps for a duty, ranked: of two people, or of three in a ring.

Somebody gives a duty away, whoever takes it gives one of theirs, and in a ring of three that one goes on to a third. A
role goes with its duty. Nobody ends with two duties on a day, and no hard rule is broken that is kept now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wholetime.roster.engine.living.change import Change, changes
from wholetime.roster.engine.living.rings import Ring, cells_of, of_three, of_two
from wholetime.roster.engine.living.standing import Standing
from wholetime.roster.engine.problem import Problem, Roster
from wholetime.roster.engine.scoring import score


@dataclass(frozen=True, slots=True)
class Swap:
    """``people`` in the order of the ring, from who gives the duty away. ``difference`` is the roster's in penalty."""

    people: tuple[str, ...]
    changes: tuple[Change, ...]
    difference: int


def swaps(
    problem: Problem, roster: Roster, person: str, day: int, *, ways: int = 3, most: int = 20
) -> tuple[Swap, ...]:
    """The ``most`` best swaps of the duty that ``person`` has on ``day``, least penalty first, two people before three.

    Each is verified by the slow scorer. Empty where the person has no duty then. Raises Impossible for a roster that
    is not of the problem, KeyError for a person who is not.
    """
    problem.person[person]
    if roster.of(person, day) is None:
        return ()
    standing = Standing.of(problem, roster)
    giver = standing.person(person)
    given = (giver, day, int(standing.lines[giver, day]))
    found = [*of_two(standing, given), *(of_three(standing, given) if ways >= 3 else ())]
    return _verified(standing, roster, sorted(_ranked(standing, found)), most)


def _ranked(standing: Standing, rings: Sequence[Ring]) -> Iterator[tuple[int, int, Ring]]:
    """Penalty, number of people and ring of those that break no more of the team's hard rules."""
    for ring in rings:
        broken, penalty = standing.rank(standing.with_cells(cells_of(ring)))
        if broken <= 0:
            yield penalty, len(ring), ring


def _verified(
    standing: Standing, roster: Roster, ranked: Sequence[tuple[int, int, Ring]], most: int
) -> tuple[Swap, ...]:
    problem = standing.compiled.problem
    now, found = score(problem, roster), list[Swap]()
    for _, _, ring in ranked:
        if len(found) == most:
            break
        after = standing.compiled.roster(standing.with_cells(cells_of(ring)))
        then = score(problem, after)
        if set(then.broken) <= set(now.broken):
            names = tuple(problem.people[person].name for person, _, _ in ring)
            found.append(Swap(names, changes(roster, after), then.penalty - now.penalty))
    return tuple(found)
