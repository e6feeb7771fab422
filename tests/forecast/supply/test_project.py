"""The projection: its books balance, it does not depend on who does the work, and levers do what they say."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forecast.supply.made_inputs import CELLS, everything
from tests.forecast.supply.naive_supply import one_future

from wholetime.forecast.engine.drivers import Drivers
from wholetime.forecast.engine.supply import Cells, Programme, Projection, project

SHAPES = st.builds(
    lambda places, groups, ages, sexes: Cells(
        tuple("PQR"[:places]), tuple("ab"[:groups]), tuple(range(60, 60 + ages)) if ages else None, tuple("fm"[:sexes])
    ),
    st.integers(1, 3),
    st.integers(1, 2),
    st.integers(0, 5),
    st.integers(1, 2),
)


@settings(max_examples=25, deadline=None)
@given(cells=SHAPES, seed=st.integers(0, 2**63), uncertain=st.sampled_from([0.0, 0.2]), years=st.integers(1, 4))
def test_nobody_is_lost_and_nobody_is_made_up(cells: Cells, seed: int, uncertain: float, years: int) -> None:
    inputs = everything(seed=seed, uncertain=uncertain, cells=cells)
    found = project(inputs, years=years, draws=20, seed=seed)
    assert not found.balance().any()
    assert np.abs(found.balance_wte()).max() < 1e-9
    assert (found.heads >= 0).all()
    assert (found.heads == np.rint(found.heads)).all()
    assert np.array_equal(found.flows["moved_in"].sum(axis=(2, 3)), found.flows["moved_out"].sum(axis=(2, 3)))
    assert np.array_equal(found.heads_by_age.sum(axis=2), found.heads.sum(axis=(2, 3)))
    assert np.array_equal(found.retired_by_age.sum(axis=2), found.flows["retired"].sum(axis=(2, 3)))
    assert (found.flows["returned"] <= found.flows["retired"]).all()


def test_a_stock_that_is_not_whole_is_rounded_and_says_by_how_much() -> None:
    inputs = everything()
    found = project(replace(inputs, stock=inputs.stock + 0.3), years=1, draws=1)
    assert np.abs(found.rounded).max() <= 0.5
    assert found.heads[0, 0].sum() == pytest.approx((inputs.stock + 0.3).sum() + found.rounded.sum())


def test_students_are_counted_wherever_they_end() -> None:
    pipeline = project(everything(uncertain=0.2), years=5, draws=50).pipelines["degree"]
    assert np.array_equal(pipeline.started, pipeline.on_time + pipeline.late + pipeline.never)
    assert pipeline.on_time.sum() / pipeline.started.sum() == pytest.approx(0.6, abs=0.03)
    assert not pipeline.started[: 2023 - pipeline.first_start].any()
    assert pipeline.started[2023 - pipeline.first_start :].all()


def same(one: Projection, other: Projection) -> bool:
    arrays = ("heads", "wte", "heads_by_age", "retired_by_age")
    kinds = [(one.flows, other.flows), (one.flows_wte, other.flows_wte)]
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays) and all(
        np.array_equal(flows[name], others[name]) for flows, others in kinds for name in flows
    )


def test_the_number_of_workers_changes_nothing() -> None:
    inputs = everything(uncertain=0.1)
    told: list[int] = []
    alone = project(inputs, years=4, draws=60, seed=3, on_progress=lambda done, _: told.append(done))
    assert same(alone, project(inputs, years=4, draws=60, seed=3, workers=3))
    assert told[-1] == 60


def test_draws_made_in_parts_are_the_same_draws() -> None:
    inputs = everything(uncertain=0.1)
    whole = project(inputs, years=3, draws=45, seed=9)
    parts = [project(inputs, years=3, draws=count, first_draw=first, seed=9) for first, count in ((0, 7), (7, 38))]
    assert same(whole, parts[0].plus(parts[1]))
    with pytest.raises(ValueError):
        parts[1].plus(parts[0])


def test_flows_that_are_not_kept_are_means() -> None:
    inputs = everything(uncertain=0.1)
    kept, means = (project(inputs, years=3, draws=40, keep_flows=keep) for keep in (True, False))
    assert np.array_equal(kept.heads, means.heads)
    for name, flow in means.flows.items():
        np.testing.assert_allclose(flow[0], kept.flows[name].mean(axis=0), atol=1e-12)
    assert np.abs(means.balance()).max() < 1e-9


def test_seeds_and_draws_differ() -> None:
    inputs = everything()
    one, other = (project(inputs, years=2, draws=10, seed=seed).heads for seed in (1, 2))
    assert not np.array_equal(one, other)
    assert len({draw.tobytes() for draw in one}) == 10


@pytest.mark.parametrize("uncertain", [0.0, 0.25])
def test_the_arrays_agree_with_one_person_at_a_time(uncertain: float) -> None:
    """Means and standard deviations of heads and WTE, each within 4.5 of its Monte-Carlo errors."""
    inputs, years, few, many = everything(uncertain=uncertain), 3, 120, 2000
    dice = random.Random(20261122)
    futures = [one_future(inputs, years, dice) for _ in range(few)]
    found = project(inputs, years=years, draws=many, seed=5)
    for naive, ours in ((0, found.heads), (1, found.wte)):
        plain = np.array([future[naive] for future in futures])
        _agree(plain, ours)
    for name in ("left", "retired", "returned", "degree", "abroad"):
        plain = np.array([[future[2][name]] for future in futures])
        _agree(plain, found.flows[name].sum(axis=(1, 2, 3))[:, None])


def _agree(plain: np.ndarray, ours: np.ndarray) -> None:
    errors = np.sqrt(plain.var(axis=0) / len(plain) + ours.var(axis=0) / len(ours))
    assert (np.abs(plain.mean(axis=0) - ours.mean(axis=0)) <= 4.5 * errors + 1e-9).all()
    spread, others = plain.std(axis=0), ours.std(axis=0)
    fourth = ((ours - ours.mean(axis=0)) ** 4).mean(axis=0)
    error = np.sqrt(np.maximum(fourth - others**4, 0) / len(plain)) / np.maximum(2 * others, 1e-9)
    assert (np.abs(spread - others) <= 4.5 * error + 1e-9).all()


def test_without_chance_flows_are_their_expectations() -> None:
    inputs = everything()
    mean = project(inputs, years=3, draws=4000, seed=2)
    exact = project(inputs, years=3, draws=1, chance=False)
    error = mean.heads.std(axis=0) / np.sqrt(4000)
    assert (np.abs(mean.heads.mean(axis=0) - exact.heads[0]) <= 4.5 * error + 1e-9).all()
    assert np.abs(exact.balance()).max() < 1e-9


def test_without_chance_joiners_count_twice_when_doubled() -> None:
    inputs = everything()
    some, twice, none = (
        project(inputs, years=4, draws=1, chance=False, drivers=Drivers({"joining.abroad": _six(times)})).wte[0]
        for times in (1.0, 2.0, 0.0)
    )
    np.testing.assert_allclose(twice - some, some - none, atol=1e-9)


def _six(value: float) -> np.ndarray:
    return np.full((1,) * 6, value)


@pytest.mark.parametrize("chance", [True, False])
@pytest.mark.parametrize(
    ("name", "times", "flow", "up"),
    [
        ("leaving", 0.5, "left", -1),
        ("leaving", 0.5, "retired", -1),
        ("retiring", 0.5, "retired", -1),
        ("returning", 2.0, "returned", 1),
        ("starts.degree", 1.5, "degree", 1),
        ("attrition.degree", 0.2, "degree", 1),
        ("joining.degree", 0.5, "degree", -1),
        ("joining.abroad", 1.5, "abroad", 1),
    ],
)
def test_a_lever_does_what_it_says(name: str, times: float, flow: str, up: int, chance: bool) -> None:
    inputs = everything()
    before = project(inputs, years=6, draws=100, chance=chance).flows[flow][:, 4:].mean()
    after = project(inputs, years=6, draws=100, chance=chance, drivers=Drivers({name: _six(times)})).flows[flow]
    assert up * (after[:, 4:].mean() - before) > 0.02 * before


def test_a_lever_by_draw_year_place_and_age_reaches_only_them() -> None:
    inputs = everything()
    times = np.ones((40, 3, 2, 1, len(CELLS.ages or ()), 1))
    times[20:, 1:, 0, :, :] = 0.0
    plain = project(inputs, years=3, draws=40)
    found = project(inputs, years=3, draws=40, drivers=Drivers({"leaving": times}))
    assert np.array_equal(found.heads[:20], plain.heads[:20])
    assert np.array_equal(found.heads[:, :2], plain.heads[:, :2])
    assert not found.flows["left"][20:, 1:, 0].any()
    assert not found.flows["retired"][20:, 1:, 0].any()


def test_other_people_keep_their_luck_when_a_lever_moves() -> None:
    inputs = replace(everything(), moves=())
    plain = project(inputs, years=5, draws=30)
    found = project(inputs, years=5, draws=30, drivers=Drivers(plus={"joining.abroad": _at_first_place(3.0)}))
    assert np.array_equal(found.heads[:, :, 1], plain.heads[:, :, 1])
    assert (found.flows["abroad"][:, :, 0] >= plain.flows["abroad"][:, :, 0]).all()


def _at_first_place(value: float) -> np.ndarray:
    found = np.zeros((1, 1, 2, 1, 1, 1))
    found[:, :, 0] = value
    return found


def test_more_participation_is_more_wte_of_the_same_heads() -> None:
    inputs = everything(uncertain=0.1)
    plain = project(inputs, years=2, draws=20)
    found = project(inputs, years=2, draws=20, drivers=Drivers({"participation": _six(1.1)}))
    assert np.array_equal(found.heads, plain.heads)
    assert np.array_equal(found.wte[:, 0], plain.wte[:, 0])
    np.testing.assert_allclose(found.wte[:, 1:], plain.wte[:, 1:] * 1.1)


def test_drivers_that_do_not_fit_are_refused() -> None:
    by_age = np.ones((1, 1, 1, 1, 8, 1))
    with pytest.raises(ValueError):
        project(everything(), years=1, draws=1, drivers=Drivers({"joining.abroad": by_age}))
    with pytest.raises(ValueError):
        project(everything(), years=0)


def test_quantiles_of_a_part_and_what_history_left_unexplained() -> None:
    inputs = everything(unexplained=np.array([[[1.0, np.nan], [2.0, np.nan]], [[3.0, np.nan], [2.0, 4.0]]]))
    found = project(inputs, years=2, draws=200)
    assert found.years == (2026, 2027, 2028)
    low, middle, high = found.quantiles("heads", (0.1, 0.5, 0.9), place="A", group="nurses")
    assert low[0] == middle[0] == high[0] == inputs.stock[0, 0].sum()
    assert (low[1:] < high[1:]).all()
    assert found.unexplained is not None
    np.testing.assert_array_equal(found.unexplained, [[2.0, np.nan], [2.0, 4.0]])


def test_a_programme_alone_needs_its_lead_time() -> None:
    inputs = everything()
    route = next(route for route in inputs.routes if isinstance(route, Programme))
    later = replace(route, first_start=2026)
    joined = project(replace(inputs, routes=(later,)), years=6, draws=5).flows["degree"]
    assert not joined[:, :3].any()
    assert joined[:, 3:].all(axis=(0, 1)).any()


def test_a_seed_means_the_same_futures_as_ever() -> None:
    """Whoever changes this changes every run that was kept: a run made again would then come to another number."""
    found = project(everything(uncertain=0.1), years=5, draws=40, seed=2026)
    assert [found.heads[:, year].sum() for year in (0, 1, 5)] == KEPT_HEADS
    assert found.wte[:, 5].sum() == pytest.approx(KEPT_WTE, rel=1e-9)


KEPT_HEADS = [10440.0, 9070.0, 7226.0]
KEPT_WTE = 5813.660377369212
