"""The forecaster on panels whose law is known, and on awkward ones."""

import numpy as np
import pytest

from wholetime.forecast.engine.panel import QUANTILES, forecast, panel_of
from wholetime.forecast.engine.panel.bounds import bounds_of
from wholetime.forecast.engine.panel.forecasting import quantiles_of
from wholetime.forecast.engine.panel.intervals import _shape
from wholetime.forecast.engine.panel.levels import MEDIAN
from wholetime.forecast.engine.panel.scaling import scales
from wholetime.forecast.engine.panel.scores import held


def drawn(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(seed))


def walks(entities: int, steps: int, seed: int) -> np.ndarray:
    chance = drawn(seed)
    return 100 + chance.normal(0, 1, (entities, steps)).cumsum(axis=1) * chance.uniform(0.5, 3, (entities, 1))


@pytest.mark.parametrize("steps", [7, 12])
def test_intervals_hold_as_often_as_they_say_on_random_walks(steps: int) -> None:
    """800 entities × 2 steps: chance alone moves the share by about one point."""
    values = walks(800, steps + 2, seed=steps)
    quantiles = quantiles_of(values[:, :steps], 2, 1)
    shares = [100 * float(held(quantiles, values[:, steps:], share).mean()) for share in (80, 95)]
    assert abs(shares[0] - 80) < 5
    assert abs(shares[1] - 95) < 3


def test_intervals_hold_of_short_histories_that_often_stand_still() -> None:
    """Six panels of 300: after one change half of the entities have not moved, after four nearly all have."""
    shares = []
    for seed in range(6):
        chance = drawn(100 + seed)
        moves = chance.normal(0, 1, (300, 7)) * (chance.random((300, 7)) < 0.5)
        values = 50 + moves.cumsum(axis=1)
        shares.append(100 * float(held(quantiles_of(values[:, :5], 2, 1), values[:, 5:], 80).mean()))
    assert abs(np.mean(shares) - 80) < 5


def test_movement_of_the_pool_is_alike_in_short_and_long_histories() -> None:
    """Of entities that move in every second step: the mean of one change is in the long run that of twenty."""
    chance = drawn(21)
    values = 50 + (chance.normal(0, 1, (4000, 21)) * (chance.random((4000, 21)) < 0.5)).cumsum(axis=1)
    short, long = (scales(values[:, :steps]).pool.mean() for steps in (2, 21))
    assert short == pytest.approx(long, rel=0.1)


def test_a_shock_shared_by_all_is_as_sure_as_there_are_origins() -> None:
    """Without errors of their own, quantiles are Student's: as many degrees of freedom as origins, times the root
    mean square of the shocks seen (the law of a normal shock whose spread is known from so many)."""
    parts = [(3, np.full((50, 1), 2.0)), (4, np.full((50, 1), -1.0)), (5, np.full((50, 1), 2.0))]
    found = _shape(parts, 1)[0]
    np.testing.assert_allclose(found[18], np.sqrt(3.0) * 1.6377, rtol=0.05)  # t of three degrees at 90%


def test_a_walk_is_forecast_by_its_last_value() -> None:
    values = walks(500, 12, seed=3)
    middle = quantiles_of(values[:, :10], 2, 1)[:, :, MEDIAN]
    ours = np.abs(values[:, 10:] - middle).mean()
    assert ours < 1.02 * np.abs(values[:, 10:] - values[:, [9]]).mean()


def test_a_common_trend_is_carried_on() -> None:
    values = 50 + 2.0 * np.arange(12) + drawn(4).normal(0, 0.5, (60, 12))
    middle = quantiles_of(values[:, :10], 2, 1)[:, :, MEDIAN]
    assert np.abs(values[:, 10:] - middle).mean() < 0.4 * np.abs(values[:, 10:] - values[:, [9]]).mean()


def test_rates_that_come_back_are_drawn_to_their_mean() -> None:
    values = 30 + drawn(5).normal(0, 1, (100, 1)) + drawn(6).normal(0, 2, (100, 9))
    middle = quantiles_of(values[:, :8], 1, 1)[:, :, MEDIAN]
    assert np.abs(values[:, 8:] - middle).mean() < 0.85 * np.abs(values[:, 8:] - values[:, [7]]).mean()


def test_a_season_is_found() -> None:
    wave = 10 * np.sin(np.arange(48) * np.pi / 6)
    values = 100 + wave + drawn(7).normal(0, 1, (20, 48))
    middle = quantiles_of(values[:, :36], 12, 12)[:, :, MEDIAN]
    assert np.abs(values[:, 36:] - middle).mean() < 1.5


AWKWARD = {
    "constant": np.full((4, 6), 3.0),
    "nothing": np.zeros((4, 6)),
    "one": walks(1, 9, 1),
    "two times": walks(6, 2, 2),
    "one, two times": np.array([[1.0, 2.0]]),
    "outlier": np.where(np.arange(60).reshape(6, 10) == 33, 1e9, walks(6, 10, 3)),
    "level shift": walks(6, 10, 4) + 100.0 * (np.arange(10) > 5),
    "holes": np.where(drawn(8).random((20, 12)) < 0.5, np.nan, walks(20, 12, 5)),
    "late": np.where(np.arange(10) < np.arange(20)[:, None] / 2, np.nan, walks(20, 10, 6)),
    "one moves": np.vstack([np.zeros((5, 8)), np.arange(8.0)]),
    "tiny": walks(6, 8, 7) * 1e-290,
    "vast": 1e15 + walks(9, 8, 8),
    "without values": np.vstack([np.full((1, 8), np.nan), walks(3, 8, 9)]),
    "below nought": walks(10, 8, 10) - 100.0,
}


@pytest.mark.parametrize("name", AWKWARD)
@pytest.mark.parametrize("horizon", [1, 5])
def test_awkward_panels_get_rising_finite_quantiles_that_widen(name: str, horizon: int) -> None:
    values = AWKWARD[name]
    found = quantiles_of(values, horizon, 1)
    known = ~np.isnan(values).all(axis=1)
    assert np.isnan(found[~known]).all()
    assert np.isfinite(found[known]).all()
    assert (np.diff(found[known], axis=2) >= 0).all()
    if not (values[known] >= 0).all():  # what is cut at nought narrows
        width = found[known][:, :, -1] - found[known][:, :, 0]
        assert (np.diff(width, axis=1) >= -1e-9 * np.abs(width[:, 1:])).all()


def test_what_never_moves_is_not_expected_to() -> None:
    assert (quantiles_of(AWKWARD["constant"], 3, 1) == 3.0).all()


def test_the_unit_decides_nothing() -> None:
    values = np.abs(walks(30, 8, 11))
    np.testing.assert_allclose(quantiles_of(values * 1024, 2, 1), 1024 * quantiles_of(values, 2, 1), rtol=1e-9)


def test_the_future_is_not_looked_at() -> None:
    values = walks(30, 10, 12)
    later = np.hstack([values, np.full((30, 2), np.nan)])
    np.testing.assert_array_equal(quantiles_of(values, 2, 1), quantiles_of(later[:, :10], 2, 1))


def test_bounds() -> None:
    assert bounds_of(np.array([[0.5, 0.9, 0.61]])).most == 1.0
    assert bounds_of(np.array([[88.5, 99.0, 61.0]])).most == 100.0
    assert bounds_of(np.array([[88.0, 99.0, 61.0]])).most == np.inf  # counts
    assert bounds_of(np.array([[1.5, 2.0, 95.0]])).most == np.inf  # skewed, as counts in WTE are
    assert bounds_of(np.array([[-1.0, 2.0]])).least == -np.inf
    assert quantiles_of(np.abs(walks(10, 6, 13)) / 1e3, 3, 1).min() >= 0


def test_an_entity_too_short_is_forecast_from_the_pool_and_one_that_ended_is_named() -> None:
    years = [str(year) for year in range(2010, 2020)]
    rows = [(f"e{n}", year, 10.0 + n + i % 3) for n in range(12) for i, year in enumerate(years)]
    rows += [("new", "2019", 7.0), ("gone", "2010", 5.0), ("gone", "2011", 5.5)]
    made = forecast(panel_of(*zip(*rows, strict=True)), 2)
    assert made.ended == ("gone",)
    new = made.quantiles[made.entities.index("new")]
    assert new[0, 0] < 7.0 < new[0, -1]
    assert made.times == ("2020", "2021")
    np.testing.assert_array_equal(made.at(0.5), made.median)
    assert len(QUANTILES) == made.quantiles.shape[2]
