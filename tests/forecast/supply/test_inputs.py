"""What a projection starts from is checked at birth."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from wholetime.forecast.engine.supply import (
    Cells,
    Inputs,
    Kind,
    Move,
    Participation,
    Programme,
    Rates,
    Recruits,
    Spread,
)

CELLS = Cells(("A", "B"), ("nurses", "midwives"), tuple(range(20, 31)), ("f", "m"))
SURE = Spread.alike(CELLS)
EVEN = np.full(CELLS.shape[2:], 1 / 22)


def rates(value: float, spread: Spread = SURE) -> Rates:
    return Rates(np.full((1, *CELLS.shape), value), spread)


def inputs(**changes: Any) -> Inputs:
    parts: dict[str, Any] = {
        "cells": CELLS,
        "first_year": 2026,
        "stock": np.full(CELLS.shape, 5.0),
        "participation": Participation(np.full((1, *CELLS.shape), 0.9), SURE),
        "leaving": rates(0.1),
    }
    return Inputs(**parts | changes)


def programme(**changes: Any) -> Programme:
    parts: dict[str, Any] = {
        "code": "degree",
        "kind": Kind.NEWLY_QUALIFIED,
        "first_start": 2023,
        "starts": np.full((3, 2, 2), 100.0),
        "length": 3,
        "on_time": 0.69,
        "late": 0.15,
        "joining": np.full((2, 2), 0.9),
        "ages": EVEN,
        "spread": SURE,
    }
    return Programme(**parts | changes)


def test_inputs_that_fit_are_taken() -> None:
    recruits = Recruits("abroad", Kind.INTERNATIONAL, np.ones((1, 2, 2)), EVEN, SURE)
    move = Move(("A", "nurses"), ("A", "midwives"), np.full((11, 2), 0.5))
    taken = inputs(routes=(programme(), recruits), moves=(move,), returning=np.full((2, 2), 0.2))
    assert taken.cells.shape == (2, 2, 11, 2)
    assert programme().attrition == pytest.approx(0.31)


def test_cells_without_ages_have_one() -> None:
    assert Cells(("A",), ("nurses",)).shape == (1, 1, 1, 1)


@pytest.mark.parametrize("wrong", [{"places": ("A", "A")}, {"groups": ()}, {"ages": (20, 22)}])
def test_cells_refuse_gaps_and_doubles(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        Cells(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"stock": np.full((2, 2, 11, 1), 5.0)},
        {"stock": np.full(CELLS.shape, -1.0)},
        {"stock": np.full(CELLS.shape, np.nan)},
        {"returning": np.full((2, 2), 1.5)},
        {"unexplained": np.zeros((3, 2, 1))},
        {"leaving": rates(0.1, Spread.alike(Cells(("A",))))},
        {"routes": (programme(), programme())},
        {"routes": (programme(ages=EVEN / 2),)},
        {"moves": (Move(("C", "nurses"), ("A", "nurses"), EVEN),)},
        {
            "moves": (
                Move(("A", "nurses"), ("B", "nurses"), EVEN * 20),
                Move(("A", "nurses"), ("A", "midwives"), EVEN * 20),
            )
        },
    ],
)
def test_inputs_that_do_not_fit_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        inputs(**wrong)


@pytest.mark.parametrize("wrong", [{"on_time": 0.9, "late": 0.2}, {"length": 0}, {"starts": -np.ones((1, 2, 2))}])
def test_a_programme_refuses_shares_beyond_the_whole(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        programme(**wrong)


def test_a_chance_of_one_and_a_move_to_itself_are_refused() -> None:
    with pytest.raises(ValueError):
        rates(1.0)
    with pytest.raises(ValueError):
        Move(("A", "nurses"), ("A", "nurses"), EVEN)
    with pytest.raises(ValueError):
        replace(SURE, together=1.5)


def test_the_interval_of_a_rate_holds_it_and_grows_with_the_spread() -> None:
    low, high = rates(0.1, Spread.alike(CELLS, group=0.1, own=0.1)).interval(0.8)
    lower, higher = rates(0.1, Spread.alike(CELLS, group=0.3, own=0.1)).interval(0.8)
    assert (lower < low).all()
    assert (low < 0.1).all()
    assert (high > 0.1).all()
    assert (higher > high).all()
