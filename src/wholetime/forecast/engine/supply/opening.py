"""The opening stock in whole people."""

from __future__ import annotations

import numpy as np

from wholetime.forecast.engine.supply.cells import Floats


def whole_people(stock: Floats) -> Floats:
    """``stock`` [place, group, age, sex] in whole people: rounded so that every sum from the youngest up is within half
    a head of what it was."""
    places, groups = stock.shape[:2]
    reached = np.floor(stock.reshape(places, groups, -1).cumsum(axis=2) + 0.5)
    return np.diff(reached, axis=2, prepend=0).reshape(stock.shape)
