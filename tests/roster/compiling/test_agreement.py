"""The arrays say of every roster what the scorer says."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.roster.made_problems import problems, rosters
from tests.roster.naive_arrays import naive_penalty

from wholetime.roster.engine.compiling import compile_problem
from wholetime.roster.engine.scoring import score


@given(st.data())
@settings(max_examples=120)
def test_penalties_are_the_same(data: st.DataObject) -> None:
    problem = data.draw(problems())
    roster = data.draw(rosters(problem))
    compiled = compile_problem(problem)
    scored = score(problem, roster)
    assume(scored.legal)  # only two duties at once can be illegal here
    assert naive_penalty(compiled.arrays, compiled.lines(roster)) == (scored.penalty, True)


@given(st.data())
@settings(max_examples=120)
def test_legality_is_the_same(data: st.DataObject) -> None:
    problem = data.draw(problems(hard=True))
    roster = data.draw(rosters(problem))
    compiled = compile_problem(problem)
    scored = score(problem, roster)
    penalty, legal = naive_penalty(compiled.arrays, compiled.lines(roster))
    assert legal == scored.legal
    assert not legal or penalty == scored.penalty


@given(st.data())
def test_lines_and_rosters_go_there_and_back(data: st.DataObject) -> None:
    problem = data.draw(problems())
    roster = data.draw(rosters(problem))
    compiled = compile_problem(problem)
    assert compiled.roster(compiled.lines(roster)) == roster
