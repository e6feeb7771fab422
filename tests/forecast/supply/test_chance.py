"""Counts by inversion, beside the laws they stand for."""

from __future__ import annotations

from math import exp, lgamma, log
from statistics import NormalDist

import numpy as np
import pytest

from wholetime.forecast.engine.supply.chance import binomial, binomials, happening, normal, poissons, uniform

EVENLY = (np.arange(40_000) + 0.5) / 40_000
"""Quantiles at which a count is asked for; their own steps put 1 in 40,000 in doubt."""


@pytest.mark.parametrize(
    ("n", "p"), [(7, 0.3), (60, 0.12), (45, 0.8), (100, 0.1), (1300, 0.01), (400, 0.5), (40, 0.97)]
)
def test_binomial_counts_have_the_binomial_law(n: int, p: float) -> None:
    found = binomials(np.full(EVENLY.size, float(n)), np.full(EVENLY.size, p), EVENLY)
    law = [exp(_choose(n, k) + k * log(p) + (n - k) * log(1 - p)) for k in range(n + 1)]
    _same_law(found, np.array(law))


@pytest.mark.parametrize("mean", [0.02, 3.0, 7.9, 8.1, 30.0, 400.0])
def test_poisson_counts_have_the_poisson_law(mean: float) -> None:
    found = poissons(np.full(EVENLY.size, mean), EVENLY)
    _same_law(found, np.array([exp(k * log(mean) - mean - lgamma(k + 1)) for k in range(700)]))


def _choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _same_law(found: np.ndarray, law: np.ndarray) -> None:
    shares = np.bincount(found.astype(int), minlength=len(law)) / found.size
    assert np.abs(shares.cumsum() - law.cumsum()).max() < 0.0005 + 1 / EVENLY.size


def test_many_cells_at_once_are_each_alone() -> None:
    """Few and many people, rare and likely: the counts of two passes are those of one cell after the other."""
    dice = np.random.Generator(np.random.Philox(3))
    people = np.floor(dice.lognormal(2.5, 1.5, 5000)) * (dice.random(5000) < 0.9)
    odds, key, found = dice.lognormal(-2, 2, 5000), np.uint64(77), np.empty(5000)
    happening(people, odds, 1.5, key, np.uint64(4), 3, found)
    at = np.arange(5000, dtype=np.uint64) * np.uint64(3) + np.uint64(4)
    alone = [
        binomial(n, 1.5 * o / (1 + 1.5 * o), uniform(key, number))
        for n, o, number in zip(people, odds, at, strict=True)
    ]
    np.testing.assert_array_equal(found, alone)
    assert (found[people == 0] == 0).all()
    certain = np.array([3.0, 200.0])
    happening(certain, np.full(2, np.inf), 1.0, key, np.uint64(0), 1, found[:2])
    np.testing.assert_array_equal(found[:2], certain)


def test_ends_are_certain() -> None:
    assert binomial(5.0, 0.0, 0.9) == 0
    assert binomial(5.0, 1.0, 0.1) == 5
    assert binomial(0.0, 0.5, 0.5) == 0
    assert binomial(3.0, 0.5, 1 - 2**-53) == 3
    assert binomial(1e6, 0.5, 0.0) >= 0


def test_a_greater_chance_never_takes_fewer() -> None:
    chances = np.linspace(0.01, 0.99, 99)
    for u in (0.02, 0.5, 0.97):
        found = binomials(np.full(99, 20.0), chances, np.full(99, u))
        assert (np.diff(found) >= 0).all()


def test_normal_quantiles_are_those_of_the_standard_library() -> None:
    shares = [1e-12, 1e-5, 0.01, 0.3, 0.5, 0.7, 0.99, 1 - 1e-9]
    assert [normal(share) for share in shares] == pytest.approx(
        [NormalDist().inv_cdf(share) for share in shares], abs=1e-6
    )


def test_uniform_numbers_are_even_and_unrelated() -> None:
    found = np.array([[uniform(np.uint64(key), np.uint64(at)) for at in range(4000)] for key in (5, 6)])
    shares = np.histogram(found[0], 20, (0, 1))[0] / 4000
    assert np.abs(shares - 0.05).max() < 4.5 * np.sqrt(0.05 * 0.95 / 4000)
    assert abs(np.corrcoef(found[0], found[1])[0, 1]) < 4.5 / np.sqrt(4000)
    assert abs(np.corrcoef(found[0, 1:], found[0, :-1])[0, 1]) < 4.5 / np.sqrt(4000)
