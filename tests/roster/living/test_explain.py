"""A refusal names what stands in the way, and the fewest changes that would remove it."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.roster.living.ward import PROBLEM, ROSTER
from tests.roster.made_problems import problems, rosters

from wholetime.roster.engine.living import changed, explain
from wholetime.roster.engine.living.change import Change
from wholetime.roster.engine.problem import Problem, Request, Roster
from wholetime.roster.engine.scoring import score

NIGHT_OFF = PROBLEM.requests[0]


def meets(problem: Problem, roster: Roster, request: Request) -> bool:
    one = roster.of(request.person, request.day)
    return ((None if one is None else one.duty) in problem.means(request.of)) == request.wanted


def fewest(problem: Problem, roster: Roster, request: Request, at_most: int) -> int | None:
    """The fewest changed cells of the wish's day that grant it legally, by trying all of them."""
    choices = [None, *((duty.name, role) for duty in problem.duties for role in duty.roles or ("",))]
    for size in range(1, at_most + 1):
        for people in combinations([person.name for person in problem.people], size):
            for cells in product(choices, repeat=size):
                wanted = [Change(name, request.day, ("", ""), cell) for name, cell in zip(people, cells, strict=True)]
                after = changed(roster, wanted)
                if meets(problem, after, request) and score(problem, after).legal:
                    return size
    return None


@given(st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_the_first_way_has_the_fewest_changes(data: st.DataObject) -> None:
    problem = data.draw(problems(hard=True))
    roster = data.draw(rosters(problem))
    assume(problem.requests and score(problem, roster).legal)
    request = data.draw(st.sampled_from(problem.requests))
    found = explain(problem, roster, request, most=100)
    assert found.granted == meets(problem, roster, request)
    for way in found.ways:
        after = changed(roster, way.changes)
        assert meets(problem, after, request)
        assert score(problem, after).legal
        assert way.difference == score(problem, after).penalty - score(problem, roster).penalty
    if not found.granted:
        alone = fewest(problem, roster, request, 1)
        assert (alone == 1) == (bool(found.ways) and len(found.ways[0].changes) == 1)


def test_a_night_off_is_refused_for_cover_and_could_be_had_by_an_exchange() -> None:
    found = explain(PROBLEM, ROSTER, NIGHT_OFF)
    assert not found.granted
    obstacles = [(one.rule, one.penalty) for one in found.obstacles]
    assert obstacles == [("demand for N on day 1", None), ("fair nights", 10)]
    assert found.ways
    assert all(set(way.consent) <= {"Ben"} for way in found.ways)
    assert all(score(PROBLEM, changed(ROSTER, way.changes)).legal for way in found.ways)


def test_a_day_off_that_leaves_one_shift_short_says_what_it_costs() -> None:
    wish = Request(person="Dee", day=1, of=("work",))
    alone = next(way for way in explain(PROBLEM, ROSTER, wish).ways if not way.consent)
    assert [str(change.said(PROBLEM)) for change in alone.changes] == ["Dee, Tue 2 Jun: E becomes off"]
    assert [(one.rule, one.penalty) for one in alone.adds] == [("demand for E on day 1", 20)]


def test_what_is_had_already_is_granted() -> None:
    assert explain(PROBLEM, ROSTER, Request(person="Asha", day=5, of=("work",))).granted


def test_a_wish_for_what_nobody_knows_is_an_error() -> None:
    with pytest.raises(ValueError, match="no day 99"):
        explain(PROBLEM, ROSTER, Request(person="Asha", day=99))
    with pytest.raises(ValueError, match="no word teatime"):
        explain(PROBLEM, ROSTER, Request(person="Asha", day=1, of=("teatime",)))
    with pytest.raises(KeyError):
        explain(PROBLEM, ROSTER, Request(person="Nobody", day=1))
