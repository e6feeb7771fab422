"""The cheapest way to close a gap: against every corner, and prices anybody can work out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forecast.naive_closing import least_over_corners

from wholetime.forecast.engine.gap import words
from wholetime.forecast.engine.gap.closing import Task, close, limits_that_bind, task_for
from wholetime.forecast.engine.gap.levers import Lever


def lever(code: str, cost: int, most: float, lead: int = 0) -> Lever:
    return Lever(
        code, code.title(), "person", "people", "joining.international", "plus", 1.0, Decimal(cost), most, lead
    )


def tiny(seed: int, scarce: bool) -> Task:
    stream = np.random.default_rng(seed)
    levers = (lever("train", 40, 0), lever("recruit", 90, 0))
    most = stream.integers(0 if scarce else 6, 10, (2, 2)).astype(float)
    response = stream.uniform(0.2, 1.0, (2, 2, 2)).round(2)
    gap = stream.uniform(-2, 12 if scarce else 5, 2).round(1)
    return Task(levers, 2026, gap, ("2027", "2028"), response, most, np.full(2, 900.0 if scarce else np.inf))


@given(st.integers(0, 10**6), st.booleans())
@settings(max_examples=30)
def test_a_plan_agrees_with_trying_every_corner(seed: int, scarce: bool) -> None:
    task = tiny(seed, scarce)
    plan = close(task)
    answers = task.response.reshape(4, 2).T
    spending = np.array([[40.0, 0, 90, 0], [0, 40, 0, 90]]) if scarce else np.zeros((0, 4))
    boxes = np.vstack([np.eye(4), -np.eye(4), spending])
    ends = np.concatenate([task.most.ravel(), np.zeros(4), np.full(len(spending), 900.0)])

    with_rest = np.block([[boxes, np.zeros((len(boxes), 2))], [-answers, -np.eye(2)], [np.zeros((2, 4)), -np.eye(2)]])
    far = np.hstack([np.zeros((2, 4)), np.eye(2)])
    least = least_over_corners(
        np.array([0, 0, 0, 0, 1.0, 1.0]),
        np.vstack([with_rest, far]),
        np.concatenate([ends, -task.gap, np.zeros(2), np.full(2, 100.0)]),
    )
    assert least is not None
    assert plan.remaining.sum() == pytest.approx(least, abs=1e-5)
    assert plan.closed == (least < 1e-5)
    if plan.closed:
        cheapest = least_over_corners(
            task.cost.ravel(), np.vstack([boxes, -answers]), np.concatenate([ends, -task.gap])
        )
        assert plan.cost == pytest.approx(cheapest, abs=1e-3)
    left = task.gap - np.einsum("ly,lyt->t", plan.units, task.response)
    assert (left <= plan.remaining + 1e-4).all()
    assert (plan.units <= task.most + 1e-6).all()
    assert (plan.by_year() <= task.budget + 1e-3).all()


def cheap_and_dear(most: float = 6.0) -> Task:
    """A gap of 10 in 2028. Training, £100 a place, closes one WTE a year later and may do 6; recruiting £300 each."""
    levers = (lever("training", 100, most), lever("recruiting", 300, 20))
    response = np.zeros((2, 2, 2))
    response[0, 0, 1] = response[1, 0, 1] = response[1, 1, 1] = 1.0
    return task_for(levers, 2026, np.array([0.0, 10.0]), ("midwives in 2027", "midwives in 2028"), response)


def test_one_more_training_place_saves_what_it_replaces() -> None:
    plan = close(cheap_and_dear())
    assert plan.closed
    assert plan.cost == pytest.approx(6 * 100 + 4 * 300)
    assert plan.units[0].tolist() == [6, 0]
    assert plan.worth.tolist() == pytest.approx([0, 300])
    limits = limits_that_bind(plan)
    assert [(limit.lever.code, limit.year) for limit in limits if limit.lever] == [("training", 2027)]
    assert limits[0].saves == pytest.approx(200)
    assert words.limit_said(limits[0]) == "One more person in 2027 (Training) would save £200 over the plan."
    assert close(cheap_and_dear(7.0)).cost == pytest.approx(plan.cost - 200)
    assert words.plan_said(plan) == ("The gap can be closed for £1,800 over the plan, at the least: 10 people.")


@given(st.integers(0, 10**6))
@settings(max_examples=20)
def test_what_a_limit_saves_is_what_solving_again_saves_and_no_more_than_its_shadow_price(seed: int) -> None:
    plan = close(tiny(seed, scarce=False))
    if not plan.closed:
        return
    every = {}
    for place in np.ndindex(plan.task.most.shape):
        most = plan.task.most.copy()
        most[place] += 1
        every[place] = plan.cost - close(replace(plan.task, most=most)).cost
        assert every[place] <= plan.prices[place[0] * 2 + place[1]] + 0.01
    told = limits_that_bind(plan, 2)
    for limit in told:
        place = plan.task.levers.index(limit.lever), limit.year - 2027  # type: ignore[arg-type]
        assert limit.saves == pytest.approx(every[place], abs=0.01)
    best = sorted((saved for saved in every.values() if saved > 0.006), reverse=True)[:2]
    assert [limit.saves for limit in told] == pytest.approx(best, abs=0.01)


def test_a_gap_that_cannot_be_closed_says_what_stands_in_the_way() -> None:
    levers = (lever("training", 100, 6, lead=1), lever("recruiting", 300, 1))
    response = np.zeros((2, 2, 2))
    response[0, 0, 1] = response[0, 1, 1] = response[1, 0, 0] = response[1, 1, 1] = 1.0
    plan = close(task_for(levers, 2026, np.array([4.0, 10.0]), ("doctors in 2027", "doctors in 2028"), response))
    assert not plan.closed
    assert plan.remaining.tolist() == pytest.approx([3, 3])
    limits = limits_that_bind(plan)
    assert {(limit.lever.code, limit.year) for limit in limits if limit.lever} == {
        ("training", 2027),
        ("training", 2028),
        ("recruiting", 2027),
        ("recruiting", 2028),
    }
    assert all(limit.closes == pytest.approx(1) for limit in limits)
    assert words.limit_said(limits[0]).endswith(
        "would close 1.0 WTE more, summed over the years and groups of the plan."
    )
    assert words.plan_said(plan).startswith(
        "The gap cannot be closed within these limits. At best 3.0 WTE remain of doctors"
    )


def test_a_budget_binds_too() -> None:
    levers = (lever("recruiting", 3_000_000, 20),)
    response = np.ones((1, 1, 1))
    plan = close(task_for(levers, 2026, np.array([10.0]), ("doctors in 2027",), response, budget=6_000_000))
    assert plan.remaining.tolist() == pytest.approx([8])
    (limit,) = limits_that_bind(plan)
    assert (limit.lever, limit.year) == (None, 2027)
    assert limit.closes == pytest.approx(1 / 3)
    assert words.limit_said(limit).startswith("£1.0 million more of budget in 2027 would close 0.3 WTE more")


def test_no_gap_costs_nothing() -> None:
    plan = close(task_for((lever("training", 100, 6),), 2026, np.array([-3.0]), ("2027",), np.ones((1, 1, 1))))
    assert plan.cost == 0
    assert words.plan_said(plan) == "The gap can be closed for £0 over the plan, at the least: nothing to do."


def test_impossible_levers_and_tasks_say_why() -> None:
    with pytest.raises(ValueError, match="step other than 0"):
        Lever("x", "X", "person", "people", "leaving", "times", 0.0, Decimal(1), 1.0)
    with pytest.raises(ValueError, match="0 or more"):
        Lever("x", "X", "person", "people", "leaving", "times", 1.0, Decimal(1), -1.0)
    with pytest.raises(ValueError, match="nothing of leaving"):
        Lever("x", "X", "percent", "percent", "leaving", "times", -0.01, Decimal(1), 100.0)
    with pytest.raises(ValueError, match="over levers, years and targets"):
        task_for((lever("x", 1, 1),), 2026, np.ones(2), ("a", "b"), np.ones((1, 1, 1)))
