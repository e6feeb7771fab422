"""Factors of rates have the spread that was asked for, over draws, years and places."""

from __future__ import annotations

import numpy as np
import pytest

from wholetime.forecast.engine.supply import Cells, Spread
from wholetime.forecast.engine.supply.streams import Streams

DRAWS, YEARS = 4000, 5
CELLS = Cells(("A", "B"), ("nurses",))


def logs(**sizes: float) -> np.ndarray:
    return np.log(Streams(7, 0, DRAWS).times("leaving", Spread.alike(CELLS, **sizes), YEARS))[..., 0]


@pytest.mark.parametrize(
    ("sizes", "variance"),
    [
        ({"group": 0.2}, lambda year: 0.04),
        ({"own": 0.2}, lambda year: 0.04),
        ({"yearly": 0.2}, lambda year: 0.04),
        ({"drift": 0.2}, lambda year: 0.04 * (year + 1)),
        ({"group": 0.1, "own": 0.2, "yearly": 0.1, "drift": 0.1}, lambda year: 0.06 + 0.01 * (year + 1)),
    ],
)
def test_variances_add_up_year_by_year(sizes: dict[str, float], variance: object) -> None:
    found = logs(**sizes)
    assert callable(variance)
    for year in range(YEARS):
        expected = variance(year)
        assert found[:, year].var(axis=0) == pytest.approx(expected, abs=4.5 * expected * np.sqrt(2 / DRAWS))
        assert np.abs(found[:, year].mean(axis=0)).max() < 4.5 * np.sqrt(expected / DRAWS)


@pytest.mark.parametrize(
    ("sizes", "alike"),
    [
        ({"group": 0.2}, 1.0),
        ({"own": 0.2}, 0.0),
        ({"yearly": 0.2, "together": 0.3}, 0.3),
        ({"drift": 0.2, "together": 0.8}, 0.8),
    ],
)
def test_places_share_what_they_should(sizes: dict[str, float], alike: float) -> None:
    found = logs(**sizes)
    assert np.corrcoef(found[:, 3].T)[0, 1] == pytest.approx(alike, abs=4.5 / np.sqrt(DRAWS))


@pytest.mark.parametrize(
    ("sizes", "alike"), [({"own": 0.2}, 1.0), ({"yearly": 0.2}, 0.0), ({"drift": 0.2}, np.sqrt(0.5))]
)
def test_years_share_what_lasts(sizes: dict[str, float], alike: float) -> None:
    found = logs(**sizes)
    assert np.corrcoef(found[:, 0, 0], found[:, 1, 0])[0, 1] == pytest.approx(alike, abs=4.5 / np.sqrt(DRAWS))


def test_purposes_draws_and_seeds_have_numbers_of_their_own() -> None:
    plain = Streams(7, 0, 3).uniform("one", (4,))
    assert np.array_equal(plain[1:], Streams(7, 1, 2).uniform("one", (4,)))
    for other in (Streams(7, 0, 3).uniform("two", (4,)), Streams(8, 0, 3).uniform("one", (4,))):
        assert not np.intersect1d(plain, other).size
    assert len(np.unique(plain)) == plain.size
    assert not Streams(7, 0, 3, chance=False).uniform("one", (4,)).any()
