"""Partial pooling: between a cell's own rate and that of all, and honest about how sure it is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholetime.forecast.engine.estimating.pooling import beyond_chance, pooled

CELLS = st.lists(st.tuples(st.integers(0, 200), st.floats(0.5, 200)), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(cells=CELLS)
def test_a_ratio_lies_between_its_own_and_that_of_all(cells: list[tuple[int, float]]) -> None:
    observed, expected = np.array(cells, float).T
    found = pooled(observed, expected, 50)
    if not observed.sum():
        assert (found.own == 0).all()
        return
    own = observed / expected
    between = found.own * own + (1 - found.own) * found.common
    np.testing.assert_allclose(found.ratio, between, rtol=1e-9)
    order = np.argsort(expected)
    assert (np.diff(found.own[order]) >= 0).all()


def test_what_is_not_known_is_that_of_all() -> None:
    found = pooled(np.array([30.0, np.nan, 60.0]), np.array([20.0, 10.0, np.nan]), 50)
    assert found.ratio[1] == found.ratio[2] == pytest.approx(1.5)
    assert found.own[1] == found.own[2] == 0
    assert found.deviation[1] > found.deviation[0]


def test_nothing_counted_is_nothing_known() -> None:
    found = pooled(np.zeros(3), np.ones(3), 50)
    assert np.isinf(found.deviation).all()


@pytest.mark.parametrize("between", [0.0, 0.3])
def test_how_far_cells_differ_is_found_again(between: float) -> None:
    rng = np.random.default_rng(8)
    expected = rng.uniform(20, 200, 400)
    true = rng.gamma(1 / between**2, between**2, 400) if between else np.ones(400)
    found = pooled(rng.poisson(expected * true).astype(float), expected, 50)
    assert found.between == pytest.approx(between, abs=0.04)


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """80% intervals of 800 cells: the share that hold the true ratio is within 4.5 standard errors of 80%."""
    rng = np.random.default_rng(9)
    expected = rng.uniform(5, 100, 800)
    true = 1.1 * rng.gamma(1 / 0.06, 0.06, 800)
    found = pooled(rng.poisson(expected * true).astype(float), expected, 50)
    inside = np.abs(np.log(found.ratio / true)) <= 1.2816 * found.deviation
    assert inside.mean() == pytest.approx(0.8, abs=4.5 * np.sqrt(0.8 * 0.2 / 800))


def test_good_and_bad_years_are_told_from_chance() -> None:
    rng = np.random.default_rng(10)
    expected = np.full((8, 50), 400.0)
    even, uneven = (rng.poisson(expected * times) for times in (1.0, np.exp(rng.normal(0, 0.15, expected.shape))))
    assert beyond_chance(even.astype(float), expected, 0) < 0.03
    assert beyond_chance(uneven.astype(float), expected, 0) == pytest.approx(0.15, abs=0.03)
    assert np.isnan(beyond_chance(even[:1].astype(float), expected[:1], 50))


@settings(max_examples=60, deadline=None)
@given(cells=CELLS)
def test_ratios_are_those_of_plain_loops(cells: list[tuple[int, float]]) -> None:
    observed, expected = np.array(cells, float).T
    if observed.sum():
        found = pooled(observed, expected, 50)
        np.testing.assert_allclose(found.ratio, _in_loops(cells), rtol=1e-9)


def _in_loops(cells: list[tuple[int, float]]) -> list[float]:
    common = sum(seen for seen, _ in cells) / sum(due for _, due in cells)
    prior = 50.0
    if len(cells) >= 3:
        scatter = weight = 0.0
        everything = sum(common * due for _, due in cells)
        for seen, due in cells:
            scatter += (seen - common * due) ** 2 / (common * due)
            weight += common * due * (1 - common * due / everything)
        excess, free = scatter - (len(cells) - 1), len(cells) - 1
        prior = weight / max(excess, (2 * free) ** 0.5 / 2)
    return [common * (seen + prior) / (common * due + prior) for seen, due in cells]
