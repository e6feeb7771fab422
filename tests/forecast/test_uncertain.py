"""Uncertain values: their laws against plain formulas, their draws against blocks, and drivers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholetime.forecast.engine.drivers import Drivers
from wholetime.forecast.engine.uncertain import LAWS, Uncertain, exactly, shares, years_after_start

ends = st.tuples(*[st.floats(-1e6, 1e6)] * 3).map(sorted)


@given(ends, st.sampled_from([law for law in LAWS if law != "fixed"]), st.floats(0.001, 0.999))
def test_the_quantile_of_a_law_undoes_its_share(values: list[float], law: str, share: float) -> None:
    low, central, high = values
    uncertain = Uncertain(low, central, high, law)  # type: ignore[arg-type]
    found = float(uncertain.quantile(np.array([share]))[0])
    if law != "normal":
        assert low - 1e-6 <= found <= high + 1e-6
    if high - low > 1e-3:
        assert _share_below(uncertain, found) == pytest.approx(share, abs=1e-6) or law == "normal"


def _share_below(uncertain: Uncertain, value: float) -> float:
    """Integrates the textbook density of a triangle, or of an even spread."""
    low, central, high = uncertain.low, uncertain.central, uncertain.high
    if uncertain.law == "uniform":
        return (value - low) / (high - low)
    if value < central:
        return (value - low) ** 2 / ((high - low) * (central - low))
    return 1 - (high - value) ** 2 / ((high - low) * (high - central)) if high > central else 1.0


def test_one_draw_in_ten_of_a_normal_law_lies_beyond_each_end() -> None:
    uncertain = Uncertain(1.0, 2.0, 5.0, "normal")
    assert uncertain.quantile(np.array([0.1, 0.5, 0.9])) == pytest.approx([1.0, 2.0, 5.0])
    drawn = uncertain.draws("attrition", 1, 0, 20_000)
    assert (drawn < 1.0).mean() == pytest.approx(0.1, abs=0.01)
    assert (drawn > 5.0).mean() == pytest.approx(0.1, abs=0.01)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 10**12))
@settings(max_examples=30)
def test_a_draw_is_the_same_whichever_block_asks(first: int, count: int, seed: int) -> None:
    whole = shares("births", seed, 0, first + count)
    assert np.array_equal(shares("births", seed, first, count), whole[first:])


def test_names_and_seeds_have_streams_of_their_own() -> None:
    drawn = np.array([shares(name, seed, 0, 4000) for name in ("births", "beds") for seed in (1, 2)])
    assert np.abs(np.corrcoef(drawn) - np.eye(4)).max() < 0.06


@pytest.mark.parametrize(
    ("low", "central", "high", "law", "says"),
    [
        (2, 1, 3, "uniform", "not between"),
        (0, 1, float("nan"), "uniform", "finite"),
        (0, 1, 2, "fixed", "one number"),
        (0, 1, 2, "lucky", "no law"),
    ],
)
def test_an_impossible_value_says_why(low: float, central: float, high: float, law: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Uncertain(low, central, high, law)  # type: ignore[arg-type]


def test_what_is_exact_does_not_vary() -> None:
    assert set(exactly(0.4).draws("share", 3, 5, 100)) == {0.4}
    assert Uncertain(1, 2, 4).times(3) == Uncertain(3, 6, 12)


def test_a_change_holds_in_even_steps() -> None:
    assert years_after_start(2028, 4, 2026, 8).tolist() == [0, 0, 0.25, 0.5, 0.75, 1, 1, 1]
    assert years_after_start(2026, 1, 2026, 3).tolist() == [1, 1, 1]
    with pytest.raises(ValueError, match="1 year or more"):
        years_after_start(2026, 0, 2026, 3)


def test_drivers_multiply_and_add() -> None:
    half, three = np.full((1,) * 6, 0.5), np.full((1, 2, 1, 1, 1, 1), 3.0)
    both = Drivers({"joining": half}).combined(Drivers({"joining.returners": half}, {"joining.returners": three}))
    assert both.factor("joining.returners").item() == 0.25
    assert both.factor("joining.international").item() == 0.5
    assert both.factor("leaving").item() == 1
    assert both.addition("joining.returners").shape == (1, 2, 1, 1, 1, 1)
    assert both.addition("joining").item() == 0


@pytest.mark.parametrize(
    ("name", "array", "says"),
    [
        ("weather", np.ones((1,) * 6), "nothing in a projection"),
        ("leaving", np.ones(6), "axes"),
        ("leaving", np.full((1,) * 6, -1.0), "less than nothing"),
        ("leaving", np.full((1,) * 6, np.inf), "finite"),
    ],
)
def test_impossible_drivers_say_why(name: str, array: np.ndarray, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Drivers({name: array})
