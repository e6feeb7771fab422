"""A panel: many entities over the same regular times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wholetime.forecast.engine.panel.bounds import Bounds, bounds_of
from wholetime.forecast.engine.panel.calendar import Calendar, UnknownTimeError, read_times
from wholetime.forecast.engine.panel.levels import Floats


class UnusablePanelError(ValueError):
    """What was given cannot be forecast, and why."""


@dataclass(frozen=True)
class Panel:
    """``values`` [entity, step], NaN where missing, one at least; ``calendar`` names the steps; entities sorted."""

    entities: tuple[str, ...]
    values: Floats
    calendar: Calendar

    @property
    def season(self) -> int:
        """Steps a year (or a week), 1 where the history is shorter than two of them."""
        return self.calendar.season if self.values.shape[1] >= 2 * self.calendar.season else 1

    @property
    def times(self) -> tuple[str, ...]:
        return tuple(self.calendar.label(step) for step in range(self.values.shape[1]))

    @property
    def bounds(self) -> Bounds:
        return bounds_of(self.values)

    def following(self, horizon: int) -> tuple[str, ...]:
        """The times after the last."""
        return tuple(self.calendar.label(self.values.shape[1] + step) for step in range(horizon))

    def usual_horizon(self) -> int:
        """A season of months or quarters, two years of years; a third of the history at most, one step at least."""
        wanted = self.calendar.season if self.calendar.season > 1 else 2
        return max(1, min(wanted, self.values.shape[1] // 3))


def panel_of(entities: Sequence[str], times: Sequence[str], values: Sequence[float]) -> Panel:
    """A panel from rows: who, when (as written), how much (NaN where missing).

    Raises UnusablePanelError for a time that cannot be read, two rows of one entity and time, or no value at all.
    """
    if not entities:
        raise UnusablePanelError("there are no rows")
    try:
        calendar, positions = read_times(times)
    except UnknownTimeError as stranger:
        raise UnusablePanelError(f"the time '{stranger}' is not written as a time, or not as the others are") from None
    names = tuple(sorted(set(entities)))
    row_of = {name: row for row, name in enumerate(names)}
    if max(positions) >= _MOST_STEPS:
        raise UnusablePanelError(f"the times span {max(positions) + 1:,} steps, more than {_MOST_STEPS:,}")
    grid = np.full((len(names), max(positions) + 1), np.nan)
    taken = np.zeros(grid.shape, dtype=bool)
    for entity, time, position, value in zip(entities, times, positions, values, strict=True):
        at = (row_of[entity], position)
        if taken[at]:
            raise UnusablePanelError(f"'{entity}' has two rows for {time}")
        taken[at], grid[at] = True, value
    if np.isnan(grid).all():
        raise UnusablePanelError("there is no value in any row")
    return Panel(names, grid, calendar)


_MOST_STEPS = 5000
