"""How well the past of a part would have been forecast: looked ahead from origins in it, with the coverage measured."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from wholetime.forecast.engine.run.reading import Counted

if TYPE_CHECKING:
    from wholetime.forecast.engine.panel import Panel

TOTAL = "all together"

type Facts = tuple[tuple[str, tuple[float, ...]], ...]


def panel_from(staff: Counted) -> Panel:
    """Each staff group, and all together, over the days that were counted.

    Raises UnusablePanelError where the days are not regular, or nothing was counted.
    """
    from wholetime.forecast.engine.panel import panel_of  # SciPy and its kin: a second that no page should wait for

    names, days, values = [], [], []
    for day, row in staff.stocks.items():
        whole = [*zip(staff.groups, row, strict=True), (TOTAL, row.sum())]
        for name, value in whole:
            names.append(name)
            days.append(day.isoformat())
            values.append(float(value))
    return panel_of(names, days, values)


def checked(staff: Counted) -> Facts:
    """``backtest.*``: error (MASE, CRPS), coverage of the 80% and 95% intervals, cases, and origins; nothing where
    the past is too short to be tested."""
    from wholetime.forecast.engine.panel import UnusablePanelError, backtest

    try:
        found = backtest(panel_from(staff), with_peers=False)
    except UnusablePanelError:
        return ()
    held = {
        "mase": found.everyone.mase,
        "crps": found.everyone.crps,
        "coverage80": found.coverage["80"],
        "coverage95": found.coverage["95"],
        "cases": float(found.cases),
        "origins": float(len(found.origins)),
        "horizon": float(found.horizon),
    }
    return tuple((f"backtest.{name}", (value,)) for name, value in sorted(held.items()) if np.isfinite(value))


def day_of(label: str) -> date:
    """The day of a time that the panel wrote as it was given: an ISO date."""
    return date.fromisoformat(label)
