"""What matters most: the Ishigami function's published indices, and a tornado anybody can check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from tests.forecast.test_scenario import REGISTER

from wholetime.forecast.engine.gap import words
from wholetime.forecast.engine.gap.sensitivity import sobol, tornado
from wholetime.forecast.engine.uncertain import Uncertain

NAMES = ("x1", "x2", "x3")


def ishigami(values: Mapping[str, np.ndarray]) -> np.ndarray:
    one, two, three = (np.pi * (2 * values[name] - 1) for name in NAMES)
    return np.sin(one) + 7 * np.sin(two) ** 2 + 0.1 * three**4 * np.sin(one)


def test_the_ishigami_function_has_its_published_indices() -> None:
    """Ishigami and Homma 1990 with a = 7, b = 0.1: first 0.3139, 0.4424, 0; total 0.5576, 0.4424, 0.2437."""
    found = {one.name: one for one in sobol(NAMES, ishigami, points=1024, repeats=4)}
    assert [found[name].first for name in NAMES] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.01)
    assert [found[name].total for name in NAMES] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.01)
    for one in found.values():
        assert one.total_interval[0] <= one.total <= one.total_interval[1]


def test_the_largest_total_comes_first_and_a_seed_repeats_itself() -> None:
    one, again = (sobol(NAMES, ishigami, points=64, seed=3, repeats=2) for _ in range(2))
    assert one[0].name == "x1"
    assert [index.total for index in one] == [index.total for index in again]


def test_what_does_not_vary_has_nothing_that_matters() -> None:
    with pytest.raises(ValueError, match="does not vary"):
        sobol(NAMES, lambda values: np.ones(len(values["x1"])))
    with pytest.raises(ValueError, match="power of two"):
        sobol(NAMES, ishigami, points=100)
    with pytest.raises(ValueError, match="nothing is uncertain"):
        sobol((), ishigami)


def test_a_tornado_moves_one_at_a_time() -> None:
    """A sum of what each value is: each bar is as wide as the range of its assumption."""

    def total(values: Mapping[str, np.ndarray]) -> np.ndarray:
        return sum(100 * REGISTER[name].value.quantile(shares) for name, shares in values.items())  # type: ignore[return-value]

    bars = tornado(REGISTER, ["leaving", "attrition", "growth", "released"], total)
    assert [bar.name for bar in bars] == ["leaving", "attrition", "growth", "released"]
    assert [bar.width for bar in bars] == pytest.approx([30, 10, 3, 0])
    assert bars[0].central == pytest.approx(100 * (1 + 0.25 + 0.005))
    assert bars[0].low == pytest.approx(bars[0].central - 10)
    assert bars[0].high == pytest.approx(bars[0].central + 20)


@pytest.mark.parametrize("value", [Uncertain(1, 2, 5), Uncertain(1, 2, 5, "normal"), Uncertain(1, 2, 5, "uniform")])
def test_the_shares_of_low_central_and_high_lead_back_to_them(value: Uncertain) -> None:
    assert value.quantile(np.array(value.shares_at)) == pytest.approx([1, 2, 5])


def test_what_matters_in_words() -> None:
    found = sobol(NAMES, ishigami, points=256, repeats=2)
    said = words.matters(found, {"x1": "Leaving"}, 2036)
    assert said.startswith("Leaving matters most to the gap of 2036: of its uncertainty ")
    bar = tornado(REGISTER, ["leaving"], lambda values: 100 * values["leaving"] - 20)[0]
    assert words.swings([bar], {"leaving": "Leaving"}, 2036) == (
        "Leaving moves the gap of 2036 most by itself: from 20 WTE over to 80 WTE short, where all else is central."
    )
    flat = replace(bar, low=1.0, central=1.0, high=1.0)
    assert words.swings([flat], {}, 2036) == "No assumption by itself moves the gap of 2036."
    assert words.matters([], {}, 2036) == "Nothing that the gap of 2036 hangs on is uncertain."
