"""Exchanges keep their sums right, take no step that breaks a hard rule, and return the best they met."""

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.roster.naive_arrays import naive_penalty
from tests.roster.optimise.made_arrays import made_arrays

from wholetime.roster.engine.arrays import Ints
from wholetime.roster.engine.optimise.exchanges import anneal, exchanged
from wholetime.roster.engine.optimise.generation import Generation
from wholetime.roster.engine.optimise.relaxation import BARRED, SCALE
from wholetime.roster.engine.optimise.responses import first_roster
from wholetime.roster.engine.optimise.standing import everyone, owed, standing
from wholetime.roster.engine.optimise.team import team

seeds = st.integers(0, 2**32 - 1)


@given(seeds)
@settings(max_examples=15, deadline=None)
def test_what_is_changed_step_by_step_is_what_the_roster_costs(seed: int) -> None:
    arrays = made_arrays(seed, people=3)
    made = team(arrays)
    lines, without = first_roster(made, range(3))
    assume(not without)
    people, rows = everyone(made), owed(made)
    at, best = standing(made, people, lines), lines.copy()
    change, lowest = anneal(people, rows, at, 4.0 * SCALE, 400, seed % 1000, 0, best, made.everyone)
    fresh = standing(made, people, at.lines)
    for kept, anew in zip(at[:-1], fresh[:-1], strict=True):
        assert (kept == anew).all()
    assert made.penalty(at.lines) == made.penalty(lines) + change // SCALE
    assert made.penalty(best) == made.penalty(lines) + lowest // SCALE
    constant = sum(pricer.network.constant for pricer in made.pricers) // SCALE
    penalty, legal = naive_penalty(arrays, best)
    assert not legal or penalty == made.penalty(best) + constant


@given(seeds)
@settings(max_examples=10, deadline=None)
def test_exchanges_never_end_above_where_they_began(seed: int) -> None:
    made = team(made_arrays(seed, people=3))
    lines, without = first_roster(made, range(3))
    assume(not without)
    better = exchanged(made, lines, lambda moves: moves / 600, seed % 1000, 100)
    assert made.penalty(better) <= made.penalty(lines)
    assert (exchanged(made, lines, lambda moves: moves / 600, seed % 1000, 100) == better).all()
    assert not np.shares_memory(better, lines)


@given(seeds)
@settings(max_examples=10, deadline=None)
def test_rosters_passed_on_the_way_are_legal_and_begin_a_master_that_is_no_dearer(seed: int) -> None:
    made = team(made_arrays(seed, people=3))
    lines, without = first_roster(made, range(3))
    assume(not without)
    met = list[Ints]()
    exchanged(made, lines, lambda moves: moves / 600, seed % 1000, 100, met=met)
    penalties = [made.penalty(roster) for roster in met]
    assert len(met) == 6
    assert max(penalties) * SCALE < BARRED
    generation = Generation(made, lines, np.zeros(len(made.rows.least)))
    generation.know(met)
    assert generation.shares.value <= min(penalties) + 1e-6
    assert generation.bound <= min(penalties) * SCALE
