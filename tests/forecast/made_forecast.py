"""A small forecast for tests: two groups of one place, four years, leavers, two routes, and a need that grows."""

from __future__ import annotations

import numpy as np

from wholetime.forecast.engine.demand.inputs import NeedInputs
from wholetime.forecast.engine.demand.today import as_today
from wholetime.forecast.engine.supply import Cells, Inputs, Kind, Participation, Programme, Rates, Recruits, Spread

CELLS = Cells(("north",), ("nursing", "midwifery"))
SPREAD = Spread.alike(CELLS)
ONE = np.ones((1, 1))


def supply() -> Inputs:
    starts = np.zeros((1, 1, 2))
    starts[0, 0] = [30.0, 10.0]
    recruits = np.zeros((1, 1, 2))
    recruits[0, 0] = [20.0, 2.0]
    degree = Programme("degree", Kind.NEWLY_QUALIFIED, 2020, starts, 2, 0.7, 0.1, np.full((1, 2), 0.9), ONE, SPREAD)
    return Inputs(
        CELLS,
        2026,
        np.array([400.0, 120.0]).reshape(CELLS.shape),
        Participation(np.full((1, *CELLS.shape), 0.9), SPREAD),
        Rates(np.full((1, *CELLS.shape), 0.11), SPREAD),
        routes=(degree, Recruits("international", Kind.INTERNATIONAL, recruits, ONE, SPREAD)),
    )


def wanted() -> NeedInputs:
    index = (1.02 ** np.arange(5))[np.newaxis, :, np.newaxis]
    needed = np.array([[400.0, 110.0]])
    return as_today(CELLS.places, CELLS.groups, 2026, needed, np.array([50_000.0]), index, established=True)
