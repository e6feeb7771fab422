"""The scores in plain loops, one value at a time."""

from __future__ import annotations

import math

from wholetime.forecast.engine.panel.levels import QUANTILES


def scale(history: list[float], season: int) -> float:
    """The mean absolute naive error, a season apart where there are more values than that; NaN where not meant."""
    known = [value for value in history if not math.isnan(value)]
    if len(known) < 3:
        return math.nan
    for lag in [season, 1] if len(known) > season else [1]:
        changes = [abs(history[i] - history[i - lag]) for i in range(lag, len(history))]
        changes = [change for change in changes if not math.isnan(change)]
        if changes:
            moved = sum(changes) / len(changes)
            return moved if moved > 1e-9 * max(abs(value) for value in known) else math.nan
    return math.nan


def crps(quantiles: list[float], came: float) -> float:
    """Twice the pinball loss, each quantile standing for the stretch of probability nearest to it."""
    total = 0.0
    for number, level in enumerate(QUANTILES):
        low = 0.0 if number == 0 else (QUANTILES[number - 1] + level) / 2
        high = 1.0 if number == len(QUANTILES) - 1 else (level + QUANTILES[number + 1]) / 2
        away = came - quantiles[number]
        total += 2 * (high - low) * (level * away if away >= 0 else (level - 1) * away)
    return total


def mase(history: list[float], season: int, forecast: list[float], came: list[float]) -> float:
    errors = [abs(c - f) for c, f in zip(came, forecast, strict=True) if not math.isnan(c)]
    return sum(errors) / len(errors) / scale(history, season)
