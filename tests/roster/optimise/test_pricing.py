"""Pricing finds the cheapest line, and its bound holds when it is cut short."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.roster.optimise.made_arrays import every_line, made_arrays

from wholetime.roster.engine.arrays import FORBIDDEN, Arrays, Counter, Rules
from wholetime.roster.engine.optimise.pricing import Pricer
from wholetime.roster.engine.optimise.relaxation import BARRED, SCALE
from wholetime.roster.engine.optimise.team import Team, team

seeds = st.integers(0, 2**32 - 1)


def with_labels(people: Team) -> Pricer:
    """The first person's pricer, searching by labels even where a table would do."""
    pricer = people.pricers[0]
    pricer.by_table = False
    pricer.__post_init__()
    return pricer


@given(seeds, st.booleans())
@example(1198, False)  # nothing but what is beyond a hard limit is left of a label that costs less than nothing
@settings(max_examples=120, deadline=None)
def test_the_cheapest_line_is_found_and_priced_as_by_the_definitions(seed: int, dense: bool) -> None:
    arrays = made_arrays(seed, people=1)
    people = team(arrays)
    pricer, cost = people.pricers[0] if dense else with_labels(people), people.own[0]
    legal = every_line(arrays, 0)
    found = pricer.cheapest(cost, people.space, most=1)
    constant = pricer.network.constant
    if not legal:
        assert max(found.bound, constant) >= BARRED
        return
    for line, price in legal:
        assert pricer.line_price(line, cost) + constant == price * SCALE
    least = min(price for _, price in legal)
    assert found.bound + constant == least * SCALE
    assert pricer.line_price(found.lines[0], cost) + constant == least * SCALE


def test_who_may_work_no_nights_has_none_and_nothing_is_counted() -> None:
    """Days of 12 hours and nights of 8; 24 hours at most and no night: two days, and hours are counted by the 12."""
    nights, hours = np.tile([0, 0, 1], (4, 1)), np.tile([0, 12, 8], (4, 1))
    free = np.zeros((3, 3), dtype=np.int64)
    counters = [Counter(weight, 0, most, FORBIDDEN, FORBIDDEN) for weight, most in ((nights, 0), (hours, 24))]
    cover = made_arrays(0, people=1, days=4).cover
    price = np.tile([0, -5, -9], (1, 4, 1)).astype(np.int64)
    rules, nobody = Rules(free, counters=tuple(counters)), np.zeros((1, 0), dtype=np.int64)
    arrays = Arrays(price, nobody, (rules,), np.array([0]), cover)
    people = team(arrays)
    network = people.pricers[0].network
    assert network.counters.cap.tolist() == [2]
    assert (network.allowed == [True, True, False]).all()
    assert (people.own[0, :, 2] >= BARRED).all()
    assert people.pricers[0].cheapest(people.own[0], people.space).bound == -10 * SCALE


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_prices_beyond_the_narrow_numbers_of_a_table_stay_whole(seed: int) -> None:
    arrays = made_arrays(seed, people=1)
    people = team(arrays)
    pricer, cost, more = people.pricers[0], people.own[0], (1 << 40) + 1
    found = pricer.cheapest(cost, people.space, most=1)
    dearer = pricer.cheapest(np.where(cost < BARRED, cost + more, BARRED), people.space, most=1)
    assert dearer.bound == (found.bound + more * arrays.days if len(found.lines) else BARRED)


@given(seeds, st.integers(1, 3))
@settings(max_examples=40, deadline=None)
def test_a_search_cut_short_claims_no_more_than_it_knows(seed: int, width: int) -> None:
    arrays = made_arrays(seed, people=1)
    people = team(arrays)
    found = with_labels(people).cheapest(people.own[0], people.space, width=width)
    least = min((price for _, price in every_line(arrays, 0)), default=None)
    if least is not None:
        assert found.bound + people.pricers[0].network.constant <= least * SCALE


@given(seeds, st.integers(0, 4), st.integers(1, 5))
@settings(max_examples=40, deadline=None)
def test_a_part_of_a_roster_costs_what_it_adds_to_the_whole(seed: int, first: int, length: int) -> None:
    arrays = made_arrays(seed)
    people = team(arrays)
    seams = np.flatnonzero(people.seams)
    first, last = int(seams[seams <= first][-1]), int(seams[seams >= min(first + length, 5)][0])
    legal = [every_line(arrays, person) for person in range(arrays.people)]
    if not all(legal):
        return
    lines = np.array([own[0][0] for own in legal])
    part = people.part(lines, np.array([1]), first, last)
    before = people.penalty(lines) - part.penalty(lines[1:, first:last])
    for line, _ in legal[1]:
        outside = np.r_[line[:first], line[last:]]
        if (outside == np.r_[lines[1, :first], lines[1, last:]]).all():
            whole = np.array([lines[0], line])
            assert part.penalty(whole[1:, first:last]) + before == people.penalty(whole)
