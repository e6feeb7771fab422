"""Problems and rosters as JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.roster.made_problems import problems, rosters

from wholetime.roster.engine.formats import Malformed, read_problem, read_roster, write_problem, write_roster
from wholetime.roster.engine.formats.json_places import line_of

SMALL = """{
 "name": "small",
 "horizon": {"start": "2026-06-01", "days": 2},
 "contracts": [{"name": "full", "weekly": 2250}],
 "people": [{"name": "Asha", "contract": "full"}],
 "duties": [{"name": "E", "minutes": 480, "start": "07:00"}],
 "rules": [{"name": "runs", "says": {"form": "longest_run", "of": ["work"], "at_most": 6}}],
 "demand": [{"day": 0, "of": ["E"], "preferred": 1, "under": 10}]
}"""


@given(st.data())
@settings(max_examples=60)
def test_a_problem_and_its_roster_go_there_and_back(data: st.DataObject) -> None:
    problem = data.draw(problems(hard=True))
    assert read_problem(write_problem(problem)) == problem
    roster = data.draw(rosters(problem))
    assert read_roster(write_roster(roster)) == roster


def test_a_problem_is_read_as_it_is_written_by_hand() -> None:
    problem = read_problem(SMALL)
    assert problem.horizon.zone == "Europe/London"
    assert json.loads(write_problem(problem))["rules"][0]["says"]["at_most"] == 6


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ('"E", "minutes"', '"E" "minutes"', r"this is not JSON: .* \(line 6\)"),
        ('"days": 2', '"days": 0', r"horizon: a horizon of 0 days: 1 to 1096 can be rostered \(line 3\)"),
        ('"contract": "full"', '"contract": "half"', r"people, number 1: Asha: there is no contract 'half' \(line 5\)"),
        ('"preferred": 1', '"preferred": -1', r"demand, number 1: .*: -1 people cannot be needed \(line 8\)"),
        ('"preferred": 1', '"skill": "charge"', r"demand, number 1: .*: unknown skill 'charge' \(line 8\)"),
        ('"at_most": 6', '"at_most": -6', r"rules, number 1, .*: a run of at most -6 days is impossible \(line 7\)"),
        ('"at_most": 6', '"at_mots": 6', r"rules, number 1, .*at_mo.* \(line 7\)"),
        ('"preferred": 1', '"prefered": 1', r"demand, number 1, prefered: there is no such field \(line 8\)"),
        ('"form": "longest_run"', '"form": "longest"', r"rules, number 1, says: .* \(line 7\)"),
    ],
)
def test_a_fault_is_told_with_its_place(wrong: str, right: str, told: str) -> None:
    assert wrong in SMALL
    with pytest.raises(Malformed, match=told):
        read_problem(SMALL.replace(wrong, right, 1))


def test_a_problem_takes_the_rule_sets_it_names() -> None:
    named = SMALL.replace('"name": "small"', '"name": "small", "rule_sets": ["working_time", "agenda_for_change"]')
    problem = read_problem(named)
    assert problem.means(("night",)) == set()
    assert {"runs", "WTR daily rest", "AfC cost"} <= {rule.name for rule in problem.rules}
    assert [kind.name for kind in problem.kinds] == ["night", "long"]
    with pytest.raises(Malformed, match="rule_sets: there is no rule set 'night_watch'"):
        read_problem(named.replace("working_time", "night_watch"))


def test_a_problem_may_use_the_words_of_the_rule_sets_it_names() -> None:
    late = SMALL.replace('"name": "small"', '"name": "small", "rule_sets": ["working_time"]').replace(
        '"of": ["E"]', '"of": ["night"]'
    )
    assert read_problem(late).demand[0].of == ("night",)


PLACED = """{"a": [1, {"b": "}"},
  {"c": [ ],
   "d": 2}]
}"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ((), 1),
        (("a",), 1),
        (("a", 1, "b"), 1),
        (("a", 2), 2),
        (("a", 2, "c"), 2),
        (("a", 2, "x", "d"), 3),
        (("a", 9), 1),
    ],
)
def test_the_line_of_a_place(place: tuple[str | int, ...], line: int) -> None:
    assert line_of(PLACED, place) == line
