"""Swaps are all those that there are, found by trying every ring, and each is legal."""

from __future__ import annotations

from itertools import permutations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.roster.living.ward import PROBLEM, ROSTER
from tests.roster.made_problems import problems, rosters

from wholetime.roster.engine.living import changed, changes, swaps
from wholetime.roster.engine.living.change import Change
from wholetime.roster.engine.problem import Assignment, Problem, Roster
from wholetime.roster.engine.scoring import score


def naive_swaps(problem: Problem, roster: Roster, given_up: Assignment) -> set[tuple[Change, ...]]:
    """Every ring of two or three duties of different people, tried and judged."""
    others = [one for one in roster if one.person != given_up.person]
    rings = [(given_up, *rest) for size in (1, 2) for rest in permutations(others, size)]
    found = set()
    for ring in rings:
        after = after_ring(roster, ring)
        if after is not None and score(problem, after).legal:
            found.add(changes(roster, after))
    return found


def after_ring(roster: Roster, ring: tuple[Assignment, ...]) -> Roster | None:
    people = [one.person for one in ring]
    if len(set(people)) < len(people):
        return None
    takes = [Assignment(people[at], ring[at - 1].day, ring[at - 1].duty, ring[at - 1].role) for at in range(len(ring))]
    if any(
        (one.duty, one.role, one.day) == (new.duty, new.role, new.day) for one, new in zip(ring, takes, strict=True)
    ):
        return None  # nothing would change hands
    kept = [one for one in roster if one not in ring]
    if {(one.person, one.day) for one in kept} & {(one.person, one.day) for one in takes}:
        return None
    return Roster((*kept, *takes))


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_they_are_all_that_there_are(data: st.DataObject) -> None:
    problem = data.draw(problems(hard=True))
    roster = data.draw(rosters(problem))
    assume(len(roster) and score(problem, roster).legal)
    given_up = data.draw(st.sampled_from(roster.assignments))
    found = swaps(problem, roster, given_up.person, given_up.day, most=10_000)
    assert {swap.changes for swap in found} == naive_swaps(problem, roster, given_up)
    differences = [swap.difference for swap in found]
    assert differences == sorted(differences)


def test_a_night_goes_to_who_may_work_nights() -> None:
    found = swaps(PROBLEM, ROSTER, "Asha", 1, ways=2)
    assert {swap.people for swap in found} == {("Asha", "Ben")}
    assert all(score(PROBLEM, changed(ROSTER, swap.changes)).legal for swap in found)


def test_nobody_swaps_a_day_off() -> None:
    assert swaps(PROBLEM, ROSTER, "Asha", 4) == ()
