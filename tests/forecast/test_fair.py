"""Fair distribution of places: against every distribution, and against filling up with water."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forecast.naive_closing import fairest

from wholetime.forecast.engine.gap import words
from wholetime.forecast.engine.gap.fair import Places, fair_shares, whole_places

areas = st.integers(1, 4).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(0, 4), min_size=n, max_size=n),
        st.lists(st.sampled_from([0.0, 0.5, 0.8, 1.0]), min_size=n, max_size=n),
        st.lists(st.integers(1, 9), min_size=n, max_size=n),
    )
)


@given(areas, st.integers(0, 8))
@settings(max_examples=80)
def test_whole_places_are_as_fair_as_any_distribution(given_areas: tuple[list[int], ...], available: int) -> None:
    most, worth, gap = (np.array(part) for part in given_areas)
    found = whole_places(available, most, worth.astype(float), gap.astype(float))
    assert sorted(round(share, 9) for share in found.closed) == pytest.approx(fairest(available, most, worth, gap))
    assert found.places.sum() <= available
    assert (found.places[0] <= most).all()


@given(areas, st.floats(0, 12))
@settings(max_examples=25)
def test_shares_of_places_agree_with_filling_up(given_areas: tuple[list[int], ...], available: float) -> None:
    """Twin for one programme: raise the level of all areas alike until the places are used up."""
    most, worth, gap = (np.array(part, dtype=float) for part in given_areas)
    found = fair_shares(Places(np.array([available]), most[np.newaxis], worth[np.newaxis], gap))
    low, high = 0.0, 1.0
    for _ in range(60):
        level = (low + high) / 2
        low, high = (level, high) if _needed(level, most, worth, gap) <= available else (low, level)
    reach = np.minimum(1.0, most * worth / gap)
    assert found.closed == pytest.approx(np.minimum(low, reach), abs=1e-6)


def _needed(level: float, most: np.ndarray, worth: np.ndarray, gap: np.ndarray) -> float:
    each = np.divide(level * gap, worth, out=np.zeros(len(gap)), where=worth > 0)
    return float(
        np.minimum(each, np.minimum(most, np.divide(gap, worth, out=np.zeros(len(gap)), where=worth > 0))).sum()
    )


def test_programmes_that_only_some_can_train_leave_the_others_to_the_rest() -> None:
    """Both areas can train nurses, only the second midwives: the midwives' places free nurses' places for the first."""
    given_places = Places(
        available=np.array([10.0, 6.0]),
        most=np.array([[20.0, 20.0], [0.0, 20.0]]),
        worth=np.ones((2, 2)),
        gap=np.array([20.0, 20.0]),
    )
    found = fair_shares(given_places)
    assert found.closed == pytest.approx([0.4, 0.4])
    assert found.places.sum(axis=1) == pytest.approx([10, 6])
    assert found.places[1].tolist() == pytest.approx([0, 6])


def test_whole_places_never_do_better_than_parts_of_places() -> None:
    stream = np.random.default_rng(6)
    gap, worth, most = stream.uniform(5, 60, 12), stream.uniform(0.5, 0.9, 12), stream.integers(0, 12, 12)
    whole = whole_places(40, most, worth, gap)
    parts = fair_shares(Places(np.array([40.0]), most[np.newaxis].astype(float), worth[np.newaxis], gap))
    assert whole.worst <= parts.worst + 1e-9


def test_fair_places_in_words() -> None:
    found = whole_places(3, np.array([5, 5]), np.ones(2), np.array([10.0, 4.0]))
    assert words.shared_said(found, ("Bolton", "Bury")) == (
        "3 places shared out fairly close 20% of the gap where least is closed (Bolton); "
        "nobody can have more without leaving somebody worse off with less."
    )


def test_areas_without_a_gap_have_no_share() -> None:
    with pytest.raises(ValueError, match="have a gap"):
        whole_places(3, np.array([5]), np.ones(1), np.zeros(1))
    with pytest.raises(ValueError, match="over 1 programmes and 2 areas"):
        Places(np.ones(1), np.ones((1, 1)), np.ones((1, 1)), np.ones(2))
