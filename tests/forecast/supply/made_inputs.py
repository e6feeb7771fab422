"""Small inputs, with something of everything, for tests of the projection."""

from __future__ import annotations

from typing import Any

import numpy as np

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

AGES = tuple(range(54, 62))
CELLS = Cells(("A", "B"), ("nurses", "midwives"), AGES, ("f", "m"))


def everything(*, seed: int = 0, uncertain: float = 0.0, cells: Cells = CELLS, **changes: Any) -> Inputs:
    """A few people in each cell, who leave, retire, return, move, and are joined by two routes."""
    rng = np.random.default_rng(seed)
    spread = Spread.alike(cells, group=uncertain, own=uncertain, yearly=uncertain, drift=uncertain)
    places, groups, ages, _ = cells.shape
    late = np.arange(ages)[:, None] >= ages // 2
    parts: dict[str, Any] = {
        "cells": cells,
        "first_year": 2026,
        "stock": rng.integers(0, 9, cells.shape).astype(float),
        "participation": Participation(rng.uniform(0.5, 1, (2, *cells.shape)), spread),
        "leaving": Rates(rng.uniform(0, 0.3, (1, *cells.shape)), spread),
        "retiring": Rates(rng.uniform(0.1, 0.4, (2, *cells.shape)) * late, spread),
        "returning": rng.uniform(0, 0.5, (places, groups)),
        "routes": routes(cells, spread, rng),
        "moves": moves(cells),
    }
    return Inputs(**parts | changes)


def routes(cells: Cells, spread: Spread, rng: np.random.Generator) -> tuple[Programme, Recruits]:
    places, groups, *rest = cells.shape
    even = np.full(rest, 1 / np.prod(rest))
    starts = rng.uniform(5, 15, (4, places, groups))
    joining = np.full((places, groups), 0.9)
    degree = Programme("degree", Kind.NEWLY_QUALIFIED, 2023, starts, 3, 0.6, 0.3, joining, even, spread)
    count = rng.uniform(0.5, 4, (1, places, groups))
    return degree, Recruits("abroad", Kind.INTERNATIONAL, count, even, spread)


def moves(cells: Cells) -> tuple[Move, ...]:
    """From the first cell to the first of the second place, and to the second group of the first."""
    here, rate = (cells.places[0], cells.groups[0]), np.full(cells.shape[2:], 0.3)
    targets = [(place, cells.groups[0]) for place in cells.places[1:2]] + [(here[0], one) for one in cells.groups[1:2]]
    return tuple(Move(here, target, rate) for target in targets)
