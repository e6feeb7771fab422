"""Annealing keeps its sums right, takes no step that breaks a hard rule, and returns the best it met."""

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.roster.naive_arrays import naive_penalty
from tests.roster.optimise.made_arrays import made_arrays

from wholetime.roster.engine.optimise.annealing import anneal, annealed, everyone, standing
from wholetime.roster.engine.optimise.generation import Generation
from wholetime.roster.engine.optimise.relaxation import BARRED, SCALE
from wholetime.roster.engine.optimise.responses import first_roster
from wholetime.roster.engine.optimise.settling import settle
from wholetime.roster.engine.optimise.standing import owed
from wholetime.roster.engine.optimise.team import team

seeds = st.integers(0, 2**32 - 1)


@given(seeds)
@settings(max_examples=15, deadline=None)
def test_what_is_summed_step_by_step_is_what_the_roster_costs(seed: int) -> None:
    arrays = made_arrays(seed, people=3)
    made = team(arrays)
    lines, without = first_roster(made, range(3))
    assume(not without)
    people, rows = everyone(made), owed(made)
    at, best = standing(made, people, lines), lines.copy()
    gain = anneal(people, rows, at, 8.0 * SCALE, 0.1 * SCALE, 400, seed % 1000, best)
    assert (at.values == made.values(at.lines)).all()
    assert int(at.total.sum()) // SCALE + int(made.rows.price(at.values).sum()) == made.penalty(at.lines)
    assert made.penalty(best) == made.penalty(lines) - gain // SCALE
    constant = sum(pricer.network.constant for pricer in made.pricers) // SCALE
    penalty, legal = naive_penalty(arrays, best)
    assert not legal or penalty == made.penalty(best) + constant


@given(seeds)
@settings(max_examples=10, deadline=None)
def test_a_roster_annealed_or_settled_is_a_roster_of_legal_lines(seed: int) -> None:
    arrays = made_arrays(seed, people=3)
    made = team(arrays)
    lines, without = first_roster(made, range(3))
    assume(not without)
    better = annealed(made, lines, 400, 1, lambda: False)
    assert made.penalty(better) <= made.penalty(lines)
    generation = Generation(made, better, np.zeros(len(made.rows.least)))
    generation.converge(lambda: False)
    bound = generation.bound
    for hurried in (False, True):
        settled = settle(generation.lean(better, 20), lambda: False, late=lambda hurried=hurried: hurried)
        assert settled is not None
        assert max(made.line_price(person, line) for person, line in enumerate(settled)) < BARRED
        assert made.penalty(settled) * SCALE >= bound
    chance = np.random.default_rng(seed).random(better.shape)
    other = settle(generation.lean(better, 20), lambda: False, chance=chance)
    assert other is not None
    assert made.penalty(other) * SCALE >= bound
    assert settle(generation.lean(better, 20), lambda: False, limit=generation.shares.value - 1) is None or (
        np.isclose(generation.shares.lines, np.rint(generation.shares.lines), atol=1e-6).all()
    )
    assert generation.bound == bound


@given(seeds)
@settings(max_examples=10, deadline=None)
def test_the_best_lines_of_a_master_are_worth_as_much_as_all_of_them(seed: int) -> None:
    made = team(made_arrays(seed, people=3))
    lines, without = first_roster(made, range(3))
    assume(not without)
    generation = Generation(made, lines, np.zeros(len(made.rows.least)))
    generation.converge(lambda: False)
    fewest = int(np.bincount(np.array(generation.master.whose)[generation.shares.lines > 1e-9]).max())
    assert np.isclose(generation.lean(lines, fewest).shares.value, generation.shares.value)
