"""From a problem to a roster and back: what the optimiser says it costs is what the slow scorer says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.roster.made_problems import problems

from wholetime.roster.engine.compiling import compile_problem
from wholetime.roster.engine.optimise.loop import solve
from wholetime.roster.engine.scoring import score


@given(st.data())
@settings(max_examples=20)
def test_both_say_the_same_of_the_roster_that_is_made(data: st.DataObject) -> None:
    problem = data.draw(problems(hard=data.draw(st.booleans())))
    compiled = compile_problem(problem)
    found = solve(compiled.arrays, rounds=2)
    scored = score(problem, compiled.roster(found.lines))
    if scored.legal:
        assert scored.penalty == found.penalty
        assert found.bound <= scored.penalty
