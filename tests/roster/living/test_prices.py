"""Many lines at once cost what each costs by the words of the arrays."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.roster import naive_arrays
from tests.roster.made_problems import problems, rosters

from wholetime.roster.engine.compiling import compile_problem
from wholetime.roster.engine.living.prices import cover_price, line_prices
from wholetime.roster.engine.living.standing import Standing


@given(st.data())
@settings(max_examples=150)
def test_lines_cost_what_the_naive_twin_says(data: st.DataObject) -> None:
    problem = data.draw(problems(hard=True))
    arrays = compile_problem(problem).arrays
    drawn = [data.draw(rosters(problem)) for _ in range(3)]
    lines = np.stack([compile_problem(problem).lines(roster) for roster in drawn])
    for person in range(arrays.people):
        rules = arrays.rules[arrays.rules_of[person]]
        past, price = arrays.history[person].tolist(), arrays.price[person].tolist()
        naive = [sum(naive_arrays.line_prices(rules, line.tolist(), past, price)) for line in lines[:, person]]
        assert line_prices(arrays, person, lines[:, person]).tolist() == naive
    for roster in lines:
        assert cover_price(arrays.cover, roster) == sum(naive_arrays.cover_prices(arrays.cover, roster.tolist()))


@given(st.data())
def test_a_standing_knows_what_any_other_roster_would_cost(data: st.DataObject) -> None:
    problem = data.draw(problems(hard=True))
    now, then = (Standing.of(problem, data.draw(rosters(problem))) for _ in range(2))
    assert now.price_with(then.lines) == then.price
