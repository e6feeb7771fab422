"""A part of a roster, opened again, brings a better roster or none, and leaves the lines generated as they were."""

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.roster.optimise.made_arrays import made_arrays

from wholetime.roster.engine.optimise.generation import Generation
from wholetime.roster.engine.optimise.integer import below
from wholetime.roster.engine.optimise.relaxation import BARRED, SCALE
from wholetime.roster.engine.optimise.reopening import Reopener
from wholetime.roster.engine.optimise.responses import first_roster
from wholetime.roster.engine.optimise.team import team

seeds = st.integers(0, 2**32 - 1)


@given(seeds)
@settings(max_examples=8, deadline=None)
def test_a_part_that_is_reopened_gives_a_cheaper_roster_of_legal_lines_or_none(seed: int) -> None:
    made = team(made_arrays(seed, people=3))
    lines, without = first_roster(made, range(3))
    assume(not without)
    generation = Generation(made, lines, np.zeros(len(made.rows.least)))
    generation.converge(lambda: False)
    bound, allowed, before = generation.bound, generation.allowed.copy(), made.penalty(lines)
    reopener = Reopener.of(generation, 1, np.random.default_rng(seed))
    for kept in (0.0, 0.6):
        reopener.kept = kept
        better = reopener.better(lines, before, lambda: False)
        assert better is None or bound <= made.penalty(better) * SCALE < before * SCALE
        assert better is None or max(made.line_price(person, line) for person, line in enumerate(better)) < BARRED
    assert generation.bound == bound
    assert (generation.allowed == allowed).all()


@given(seeds)
@settings(max_examples=8, deadline=None)
def test_of_the_known_lines_a_roster_below_a_price_costs_no_more_than_that(seed: int) -> None:
    made = team(made_arrays(seed, people=3))
    lines, without = first_roster(made, range(3))
    assume(not without)
    generation = Generation(made, lines, np.zeros(len(made.rows.least)))
    generation.converge(lambda: False)
    price = made.penalty(lines) - 1
    found = below(generation.master, generation.shares, lines, price, 1)
    assert found is None or made.penalty(found) <= price
