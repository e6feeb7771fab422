"""The scores agree with plain loops, with figures worked out by hand and with a closed form."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from tests.forecast.panel import naive_scores

from wholetime.forecast.engine.panel.levels import QUANTILES, interval
from wholetime.forecast.engine.panel.scores import crps, held, mean_by_case, naive_scale

values = st.one_of(st.just(math.nan), st.floats(-1e6, 1e6).map(lambda x: round(x, 3)))
histories = st.lists(values, min_size=1, max_size=16)


@settings(max_examples=200, deadline=None)
@given(history=histories, season=st.sampled_from([1, 2, 4, 12]))
def test_scale_agrees_with_loops(history: list[float], season: int) -> None:
    ours = naive_scale(np.array([history]), season)[0]
    assert ours == pytest.approx(naive_scores.scale(history, season), rel=1e-9, nan_ok=True)


@settings(max_examples=100, deadline=None)
@given(quantiles=st.lists(st.floats(-1e3, 1e3), min_size=21, max_size=21).map(sorted), came=st.floats(-1e3, 1e3))
def test_crps_agrees_with_loops(quantiles: list[float], came: float) -> None:
    assert float(crps(np.array(quantiles), np.array(came))) == pytest.approx(
        naive_scores.crps(quantiles, came), abs=1e-6
    )


def test_crps_of_a_normal_law_is_the_published_closed_form() -> None:
    """Gneiting and Raftery 2007, equation 21: σ (z (2Φ(z) − 1) + 2φ(z) − 1/√π)."""
    for z in (-2.0, -0.7, 0.0, 0.4, 1.5):
        exact = z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / math.sqrt(math.pi)
        assert float(crps(stats.norm.ppf(QUANTILES), np.array(z))) == pytest.approx(exact, rel=0.02)


def test_mase_by_hand() -> None:
    """1, 3, 2, 4 moves 5/3 a step on average; 5 and 8 for 4 and 4 are 1 and 4 away: 2.5 ÷ 5/3."""
    history, came = np.array([[1.0, 3, 2, 4]]), np.array([[5.0, 8.0]])
    errors = np.abs(came - 4.0) / naive_scale(history, 1)[:, None]
    assert mean_by_case(errors) == pytest.approx(1.5)
    assert naive_scores.mase([1.0, 3, 2, 4], 1, [4.0, 4.0], [5.0, 8.0]) == pytest.approx(1.5)


def test_what_never_moved_has_no_scale() -> None:
    assert np.isnan(
        naive_scale(np.array([[2.0, 2, 2, 2], [0.1 + 0.2, 0.3, 0.3, 0.3], [1.0, 2.0, np.nan, np.nan]]), 1)
    ).all()


def test_an_interval_holds_its_ends_and_says_nothing_of_what_is_unknown() -> None:
    quantiles = np.broadcast_to(np.arange(21.0), (4, 21))
    low, high = interval(80)
    assert (QUANTILES[low], QUANTILES[high]) == (0.1, 0.9)
    assert held(quantiles, np.array([2.0, 18.0, 18.5, np.nan]), 80).tolist()[:3] == [1.0, 1.0, 0.0]
    assert np.isnan(held(quantiles, np.array([0.0, 0, 0, np.nan]), 95)[3])
