"""The gap by draw against plain counting, and what is said of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholetime.forecast.engine.gap import words
from wholetime.forecast.engine.gap.gaps import Gap, gap_between

PLACES, GROUPS = ("north", "south"), ("nursing", "midwifery", "medical")


def made(seed: int) -> Gap:
    stream = np.random.default_rng(seed)
    need, supply = stream.uniform(50, 150, (2, 11, 4, 2, 3))
    return gap_between(need, supply, PLACES, GROUPS, 2026)


@given(st.integers(0, 10**6), st.floats(-200, 200), st.floats(0.01, 1))
def test_chances_and_first_bite_agree_with_counting(seed: int, size: float, chance: float) -> None:
    gap = made(seed)
    first = None
    for point in range(4):
        above = 0
        for draw in range(11):
            total = sum(gap.wte[draw, point, p, g] for p in range(2) for g in range(3))
            above += total > size
        assert gap.chance_above(size)[point] == pytest.approx(above / 11)
        if first is None and above / 11 >= chance:
            first = 2026 + point
    assert gap.first_bite(size, chance) == first


def test_shortages_do_not_make_good_each_other() -> None:
    wte = np.zeros((1, 1, 2, 3))
    wte[0, 0] = [[10, -4, 0], [-20, 3, 0]]
    gap = Gap(wte, PLACES, GROUPS, 2026)
    assert gap.net().item() == -11
    assert gap.shortfall().item() == 13
    assert gap.by_place(2026, 0.5).tolist() == [[6, -17]]
    assert gap.by_group(2026, 0.5).tolist() == [[-10, -1, 0]]
    assert gap.of(groups=("midwifery",)).net().item() == -1
    assert gap.of(places=("south",), groups=("midwifery", "nursing")).wte.ravel().tolist() == [3, -20]


def test_what_is_not_there_says_so() -> None:
    gap = made(1)
    with pytest.raises(ValueError, match="no west"):
        gap.of(places=("west",))
    with pytest.raises(ValueError, match="2026 to 2029, not 2040"):
        gap.by_place(2040, 0.5)
    with pytest.raises(ValueError, match="above 0 and at most 1"):
        gap.first_bite(10, 0)
    with pytest.raises(ValueError, match="not over the same"):
        gap_between(np.ones((1, 2, 2, 3)), np.ones((2, 2, 2, 3)), PLACES, GROUPS, 2026)


def test_the_gap_in_words() -> None:
    wte = np.zeros((10, 2, 2, 1))
    wte[:, 1, 0, 0] = np.arange(10) * 100 - 50
    gap = Gap(wte, PLACES, ("nursing",), 2026)
    assert words.gap_said(gap, 2027) == (
        "The gap in 2027 is put at 400 WTE short, in 8 of 10 futures from 40 WTE short to 760 WTE short; "
        "the probability of any shortage is 90%."
    )
    assert words.bite(gap, 300, 0.5) == (
        "2027 is the first year that has a gap of more than 300 WTE with a probability of 50% or more."
    )
    assert words.bite(gap, 900, 0.5).startswith("No year to 2027 has a gap of more than 900 WTE")
    assert words.worst_place(gap, 2027, {"north": "the North"}) == (
        "In 2027 the gap is largest in the North, where it is put at 400 WTE."
    )
    assert words.worst_place(gap, 2026, {}) == "No place is expected to be short of staff in 2026."


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.0, "0 WTE"), (-0.04, "0 WTE"), (3.26, "3.3 WTE short"), (-1234.4, "1,234 WTE over"), (9.96, "10 WTE short")],
)
def test_gaps_are_short_or_over(value: float, said: str) -> None:
    assert words.signed(value) == said


def test_a_fan_in_words() -> None:
    assert words.fan("Supply of midwives", 2036, 90, 104.4, 120, 95.0) == (
        "Supply of midwives in 2036 is put at 104 WTE, 9.4 WTE more than today; "
        "in 8 of 10 futures it is 90 WTE to 120 WTE."
    )
    assert "as today" in words.fan("Need", 2036, 90, 95, 120, 95.0)


@pytest.mark.parametrize(
    ("share", "said"), [(0, "0%"), (0.001, "under 1%"), (0.5, "50%"), (0.999, "over 99%"), (1, "100%")]
)
def test_nearly_nothing_is_not_nothing(share: float, said: str) -> None:
    assert words.percent(share) == said
