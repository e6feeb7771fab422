"""The forecast of a panel: quantiles of each entity at each time to come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from wholetime.forecast.engine.panel.filling import staleness
from wholetime.forecast.engine.panel.forecasting import quantiles_of
from wholetime.forecast.engine.panel.levels import MEDIAN, QUANTILES, Floats
from wholetime.forecast.engine.panel.panel import Panel, UnusablePanelError

WRITTEN = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
_WIDTHS = np.diff(np.concatenate([[0.0], (QUANTILES[1:] + QUANTILES[:-1]) / 2, [1.0]]))


@dataclass(frozen=True)
class Forecast:
    """``quantiles`` [entity, step, quantile of ``QUANTILES``], in the unit of the values; ``times`` [step].

    ``ended`` names the entities that have none, as their values stopped before the others'.
    """

    entities: tuple[str, ...]
    times: tuple[str, ...]
    quantiles: Floats
    ended: tuple[str, ...]

    @property
    def median(self) -> Floats:
        return np.asarray(self.quantiles[:, :, MEDIAN])

    @property
    def mean(self) -> Floats:
        """Of the law that the quantiles describe, its tails cut at the outermost."""
        return np.asarray(self.quantiles @ _WIDTHS)

    def at(self, quantile: float) -> Floats:
        """[entity, step] of one of ``QUANTILES``."""
        return np.asarray(self.quantiles[:, :, int(np.argmin(np.abs(QUANTILES - quantile)))])

    def rows(self) -> Iterator[tuple[str, str, float, list[float]]]:
        """Entity, time, mean, and the quantiles ``WRITTEN``."""
        middle, written = self.mean, [self.at(quantile) for quantile in WRITTEN]
        for row, entity in enumerate(self.entities):
            for step, time in enumerate(self.times):
                yield entity, time, float(middle[row, step]), [float(one[row, step]) for one in written]


def forecast(panel: Panel, horizon: int | None = None) -> Forecast:
    """Of every entity whose last value is at most a season (or two steps) before the panel's last time.

    Raises UnusablePanelError where there are fewer than two times.
    """
    if panel.values.shape[1] < 2:
        raise UnusablePanelError(f"one time ({panel.times[0]}) says nothing of change: two are needed")
    ahead = horizon or panel.usual_horizon()
    goes_on = staleness(panel.values) <= max(2, panel.season)
    # those that ended still teach, as they did at every origin of the back-test
    quantiles = quantiles_of(panel.values, ahead, panel.calendar.season)[goes_on]
    names = np.array(panel.entities, dtype=object)
    return Forecast(tuple(names[goes_on]), panel.following(ahead), quantiles, tuple(names[~goes_on]))
