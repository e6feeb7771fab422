"""The loop: legal rosters, honest bounds, the same answer for the same seed, and a stop when asked."""

from dataclasses import replace
from threading import active_count

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.roster.naive_arrays import naive_penalty
from tests.roster.optimise.made_arrays import least_penalty, made_arrays

from wholetime.roster.engine.arrays import FORBIDDEN, Arrays, Counter, Cover, Rules, Run
from wholetime.roster.engine.optimise import Progress, generation, loop, sketching, solve
from wholetime.roster.engine.optimise.beside import Shared
from wholetime.roster.engine.optimise.responses import repaired
from wholetime.roster.engine.optimise.team import team


@given(st.integers(0, 2**32 - 1))
@example(12701)  # a limit that all that can be reached falls short of
@settings(max_examples=15, deadline=None)
def test_bound_and_penalty_enclose_the_best_roster_of_all(seed: int) -> None:
    arrays = made_arrays(seed, days=4)
    least = least_penalty(arrays)
    result = solve(arrays, rounds=3)
    if least is None:
        assert result.status == "infeasible"
        assert result.without
        return
    assert result.bound <= least <= result.penalty
    assert naive_penalty(arrays, result.lines) == (result.penalty, True)
    assert (result.status == "optimal") == (result.bound == result.penalty)


def ward(people: int = 8, days: int = 14, seed: int = 3) -> Arrays:
    """Early and late duties with requests, runs of 2 to 5 duties, 7 to 9 each, and cover hard to meet."""
    rng = np.random.default_rng(seed)
    work, hard = np.array([False, True, True]), {"under": FORBIDDEN, "over": FORBIDDEN}
    duties = np.broadcast_to(work, (days, 3)).astype(np.int64)
    succession = np.zeros((3, 3), dtype=np.int64)
    succession[2, 1] = FORBIDDEN
    runs = (Run(work, 2, 5, **hard, open_start=True), Run(~work, 2, days, **hard, open_start=True))
    weekend = np.array([day // 7 if day % 7 >= 5 else -1 for day in range(days)])
    counters = (Counter(duties, 7, 9, **hard), Counter(duties, 0, 1, **hard, group=weekend))
    price = np.where(rng.random((people, days, 3)) < 0.1, rng.integers(1, 4, (people, days, 3)), 0)
    day, symbol = np.divmod(np.arange(2 * days), 2)
    rows, least = 2 * days, rng.integers(1, 4, 2 * days)
    ones = np.ones(rows, dtype=np.int64)
    everyone = np.ones((1, people), dtype=bool)
    cover = Cover(least, least, 100 * ones, ones, np.arange(rows), 0 * ones, day, symbol + 1, ones, everyone)
    rules = Rules(succession, runs, counters=counters)
    return Arrays(price, np.zeros((people, 0), dtype=np.int64), (rules,), np.zeros(people, dtype=np.int64), cover)


def test_every_roster_reported_is_better_and_the_last_is_legal_and_as_good_as_told() -> None:
    heard: list[Progress] = []
    arrays = ward()
    result = solve(arrays, rounds=6, on_progress=heard.append)
    assert tuple(heard) == result.history
    penalties, bounds = [p.penalty for p in heard], [p.bound for p in heard]
    assert penalties == sorted(penalties, reverse=True)
    assert bounds == sorted(bounds)
    assert naive_penalty(arrays, result.lines) == (result.penalty, True)
    assert result.penalty < penalties[0]


def test_the_same_seed_gives_the_same_roster() -> None:
    one, other = (solve(ward(), rounds=3, seed=5) for _ in range(2))
    assert (one.lines == other.lines).all()
    assert [(p.penalty, p.bound) for p in one.history] == [(p.penalty, p.bound) for p in other.history]


@pytest.mark.parametrize("large", [10**6, 0])
def test_a_large_problem_is_settled_in_a_hurry_and_its_roster_is_what_it_says(
    large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "SMALL", 0)
    monkeypatch.setattr(generation, "LARGE", large)
    settled: list[bool] = []
    monkeypatch.setattr(sketching, "_cool", lambda search, roster: settled.append(search.accept(roster)))
    arrays = ward()
    result = solve(arrays, rounds=1, seed=3)
    assert len(settled) == 1
    assert naive_penalty(arrays, result.lines) == (result.penalty, True)
    assert 0.9 * result.penalty <= result.bound <= result.penalty
    monkeypatch.undo()
    assert result.bound <= solve(arrays, rounds=6).penalty


def test_a_search_stops_when_asked_and_still_has_a_legal_roster() -> None:
    asked = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 2

    arrays = ward()
    result = solve(arrays, stop=stop)
    assert len(asked) < 20
    assert naive_penalty(arrays, result.lines) == (result.penalty, True)


def test_time_is_asked_of_the_clock_that_was_given() -> None:
    ticks = iter(range(10_000))
    result = solve(ward(), seconds=3, clock=lambda: float(next(ticks)))
    assert result.history[-1].seconds < 20


@pytest.mark.parametrize("seed", [1, 2])
def test_a_wards_bound_is_close(seed: int) -> None:
    result = solve(ward(seed=seed), rounds=30, seed=seed)
    assert result.bound >= 0.9 * result.penalty


def test_a_search_begins_with_the_roster_that_it_is_given() -> None:
    arrays = ward()
    known = solve(arrays, rounds=6)
    heard: list[Progress] = []
    solve(arrays, rounds=0, start=known.lines, on_progress=heard.append)
    assert heard[0].penalty == known.penalty


def test_lines_that_are_not_legal_are_repaired_on_few_days() -> None:
    arrays = ward()
    known = solve(arrays, rounds=2).lines
    start = known.copy()
    start[0, :6] = 1  # a run of six where five are the most
    lines, without = repaired(team(arrays), start)
    assert not without
    assert (lines[1:] == known[1:]).all()
    assert naive_penalty(arrays, lines)[1]
    assert 1 <= int((lines[0] != start[0]).sum()) <= int((known[0] != start[0]).sum())


def test_hard_cover_that_nobody_can_give_is_infeasible_and_named() -> None:
    arrays = ward(people=2, days=7)
    hard = np.full_like(arrays.cover.under, FORBIDDEN)
    result = solve(
        replace(
            arrays, cover=replace(arrays.cover, least=arrays.cover.least + 2, most=arrays.cover.most + 2, under=hard)
        ),
        rounds=3,
    )
    assert result.status in ("infeasible", "unknown")
    assert result.uncovered


def test_the_worth_of_a_person_is_foretold_where_a_linear_programme_was_solved() -> None:
    result = solve(ward(), rounds=1)
    assert result.worth is not None
    assert result.worth.shape == (8,)


def test_searches_beside_share_what_they_find_and_end_with_the_search() -> None:
    arrays, before = ward(), active_count()
    result = solve(arrays, rounds=2, workers=2)
    assert active_count() == before
    assert naive_penalty(arrays, result.lines) == (result.penalty, True)
    assert result.bound <= result.penalty


def test_the_best_roster_of_all_searches_is_the_one_that_is_taken_up() -> None:
    poor, good = np.zeros((1, 2), dtype=np.int64), np.ones((1, 2), dtype=np.int64)
    shared = Shared(poor, 10)
    shared.give(good, 7)
    shared.give(poor, 9)
    assert shared.best() is good
    assert shared.better(8) is good
    assert shared.better(7) is None
