"""Need against plain loops, against arithmetic anybody can do, and what it refuses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forecast.naive_need import naive_need

from wholetime.forecast.engine.demand.inputs import NeedInputs, Pathway, Role, Standard, implied
from wholetime.forecast.engine.demand.need import need
from wholetime.forecast.engine.demand.today import as_today
from wholetime.forecast.engine.drivers import Drivers

PLACES, GROUPS = ("north", "south"), ("midwifery", "support_clinical", "nursing")


def made(seed: int) -> NeedInputs:
    stream = np.random.default_rng(seed)
    index = stream.uniform(0.8, 1.3, (3, 3, 2))
    index[:, 0] = 1
    births = Pathway("births", "Births", "births a year", stream.uniform(100, 6000, 2), index)
    beds = Pathway("beds", "Beds", "occupied bed days", stream.uniform(0, 9000, 2), np.ones((1, 1, 2)))
    standards = (
        Standard("births", "midwifery", stream.uniform(10, 20, 2), "made"),
        Standard("births", "support_clinical", stream.uniform(1, 5, 1), "made"),
        Standard("beds", "nursing", stream.uniform(3, 6, 1), "made"),
    )
    roles = (
        Role("associate", "Nursing associate", "nursing", "support_clinical", 1.1),
        Role("assistant", "Maternity assistant", "midwifery", "assistants", 1.0),
    )
    return NeedInputs(PLACES, GROUPS, 2026, (births, beds), standards, stream.uniform(1300, 1700, 3), roles)


sizes = st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans())


@st.composite
def drivers(draw: st.DrawFn, draws: int, years: int) -> Drivers:
    full = (draws, years, 2, 3)
    stream = np.random.default_rng(draw(st.integers(0, 10**6)))

    def array(low: float, high: float) -> np.ndarray:
        varies = draw(sizes)
        shape = [size if is_full else 1 for size, is_full in zip(full, varies, strict=True)]
        return stream.uniform(low, high, (*shape, 1, 1))

    factors = ["activity.births", "activity", "standard.births", "productivity", "substitution.associate"]
    shares = ["released", "shifted.associate", "shifted.assistant"]
    chosen = draw(st.sets(st.sampled_from(factors + shares)))
    return Drivers(
        {name: array(0.5, 1.5) for name in factors if name in chosen},
        {name: array(0.0, 0.5) for name in shares if name in chosen},
    )


@given(st.integers(0, 10**6), drivers(draws=4, years=3), st.integers(0, 7))
@settings(max_examples=60, deadline=None)
def test_need_agrees_with_plain_loops(seed: int, given_drivers: Drivers, first_draw: int) -> None:
    inputs = made(seed)
    found = need(inputs, years=3, draws=4, first_draw=first_draw, drivers=given_drivers)
    assert found.wte.shape == (4, 4, 2, 3)
    assert np.allclose(found.wte, naive_need(inputs, given_drivers, 3, 4, first_draw), rtol=1e-12)


def test_draws_worked_on_in_blocks_are_the_draws_of_the_whole() -> None:
    whole = need(made(1), years=4, draws=7)
    parts = [need(made(1), years=4, draws=count, first_draw=first) for first, count in ((0, 3), (3, 4))]
    assert np.array_equal(np.concatenate([part.wte for part in parts]), whole.wte)


def test_midwives_for_one_to_twenty_nine_and_a_half_births() -> None:
    """A ratio of births to one WTE is hours too: 2,950 births need 100 WTE, and 10% more births ten more."""
    present = np.array([1600.0])
    births = Pathway("births", "Births", "births a year", np.array([2950.0]), np.array([[[1.0], [1.1]]]))
    standard = Standard("births", "midwifery", present / 29.5, "a ratio")
    found = need(NeedInputs(("x",), ("midwifery",), 2026, (births,), (standard,), present), years=3, draws=2)
    assert found.wte[:, :, 0, 0] == pytest.approx(np.array([[100.0, 110.0, 110.0, 110.0]] * 2))
    assert found.years == (2026, 2027, 2028, 2029)
    assert found.quantiles(0.1, 0.9)[:, 1] == pytest.approx([110.0, 110.0])


def test_what_is_implied_by_today_is_today() -> None:
    wte = np.array([[12.0, 3.0, 0.0], [0.0, 4.0, 8.0]])
    index = np.array([[[1, 1], [1.02, 0.9]]])
    inputs = as_today(PLACES, GROUPS, 2026, wte, np.array([4000.0, 900.0]), index, established=False)
    found = need(inputs, years=1, draws=1)
    assert found.wte[0, 0] == pytest.approx(wte)
    assert found.wte[0, 1] == pytest.approx(wte * np.array([[1.02], [0.9]]))
    assert any("in post" in sentence for sentence in found.assumed)
    assert found.by_pathway.shape == (1, 2, 2, 3)


def test_work_that_a_role_takes_is_given_up_by_another() -> None:
    """A quarter of the nursing work moves, at 1.1 WTE for each."""
    plain, driven = need(made(2), years=1, draws=1), Drivers(plus={"shifted.associate": np.full((1,) * 6, 0.25)})
    after = need(made(2), years=1, draws=1, drivers=driven)
    lost = plain.wte[0, 1, :, 2] - after.wte[0, 1, :, 2]
    assert lost == pytest.approx(plain.wte[0, 1, :, 2] / 4)
    assert after.wte[0, 1, :, 1] - plain.wte[0, 1, :, 1] == pytest.approx(1.1 * lost)
    assert np.array_equal(after.wte[0, 0], plain.wte[0, 0]), "nothing changes on the day of the count"


def test_a_role_outside_the_groups_is_told_of() -> None:
    driven = Drivers(plus={"shifted.assistant": np.full((1,) * 6, 0.25)})
    assert need(made(2), years=1, draws=1, drivers=driven).assumed == (
        "The need for Maternity assistant is not counted: their group is not among those shown.",
    )


def test_what_does_not_fit_says_so() -> None:
    inputs = made(3)
    with pytest.raises(ValueError, match="standard is here twice: births, midwifery"):
        inputs.with_standards([inputs.standards[0]])
    with pytest.raises(ValueError, match="not both here"):
        replace(inputs, standards=(Standard("births", "dentists", np.ones(1), "made"),))
    pathway = Pathway("beds", "Beds", "bed days", np.array([1.0, 0.0]), np.ones((1, 1, 2)))
    with pytest.raises(ValueError, match="south has nursing staff and no activity"):
        implied(pathway, PLACES, "nursing", np.array([1.0, 2.0]), 1600.0)
    with pytest.raises(ValueError, match="index is 1 at the count"):
        Pathway("beds", "Beds", "bed days", np.ones(2), np.full((1, 2, 2), 1.1))
    with pytest.raises(ValueError, match="nothing added"):
        need(inputs, years=1, draws=1, drivers=Drivers(plus={"productivity": np.ones((1,) * 6)}))
    with pytest.raises(ValueError, match="more than all of the work"):
        need(inputs, years=1, draws=1, drivers=Drivers(plus={"released": np.full((1,) * 6, 1.2)}))
    with pytest.raises(ValueError, match="by draw, year, place and group"):
        need(inputs, years=1, draws=1, drivers=Drivers({"productivity": np.ones((1, 3, 1, 1, 1, 1))}))
    with pytest.raises(ValueError, match="from none to all"):
        need(inputs, years=1, draws=1, drivers=Drivers(plus={"shifted.associate": np.full((1,) * 6, 1.2)}))
