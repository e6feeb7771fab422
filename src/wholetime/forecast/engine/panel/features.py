"""What a history says about its own future: simple forecasts, as distances from the last value in units of movement."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholetime.forecast.engine.panel.filling import discounted_mean, filled, mean, median
from wholetime.forecast.engine.panel.levels import Floats
from wholetime.forecast.engine.panel.seasons import season_index

# Of the season's shape apart: levels smoothed slowly, evenly and quickly, the mean, the pool's middle, the whole drift,
# the last change, the slope of late; then the season's shape and last year's same step.
NAMES = ("slow", "even", "quick", "mean", "pool", "drift", "last", "slope", "season", "last_year")
LEVELS = [NAMES.index(name) for name in ("slow", "even", "quick", "mean", "pool")]
SEASON, LAST_YEAR = NAMES.index("season"), NAMES.index("last_year")
_ALPHAS = (0.2, 0.5, 0.8)
_LAST_DAMPED, _SLOPE_DAMPED = 0.6, 0.85  # the share of a change that a further step still has
_SLOPE_STEPS = 5


@dataclass(frozen=True)
class Features:
    """``told`` [entity, step, feature] in units of ``scale``; ``last`` [entity] is the last value."""

    last: Floats
    told: Floats


def features(values: Floats, horizon: int, season: int, scale: Floats) -> Features:
    """From histories [entity, step] with holes, each with a value at least, and scales [entity]."""
    whole = filled(values)
    index = season_index(values, whole, season, scale)
    steps, ahead = values.shape[1], np.arange(1, horizon + 1)
    plain = whole - index[:, np.arange(steps) % season]
    told = np.zeros((len(values), horizon, len(NAMES)))
    now = plain[:, -1]
    levels = [*(discounted_mean(plain, alpha) for alpha in _ALPHAS), mean(plain, 1), np.full(len(now), median(now, 0))]
    for number, level in enumerate(levels):
        told[:, :, number] = (level - now)[:, None]
    drift = _drift(plain, season, scale)
    told[:, :, 5] = drift[:, None] * ahead
    if steps > 1:
        told[:, :, 6] = (plain[:, -1] - plain[:, -2])[:, None] * _damped(_LAST_DAMPED, ahead)
    told[:, :, 7] = _slope(plain, season, drift)[:, None] * _damped(_SLOPE_DAMPED, ahead)
    if season > 1:
        told[:, :, SEASON] = index[:, (steps - 1 + ahead) % season] - index[:, [(steps - 1) % season]]
        told[:, :, LAST_YEAR] = _last_year(whole, ahead, season, told[:, :, SEASON])
    return Features(whole[:, -1], np.nan_to_num(told / scale[:, None, None]))


def _damped(share: float, ahead: np.ndarray) -> Floats:
    return np.asarray(share * (1 - share**ahead) / (1 - share))


def _drift(plain: Floats, season: int, scale: Floats) -> Floats:
    """Change a step from the first value to the last; where there are years, from the first year's mean to the last's.

    An entity with one value is given the pool's middle drift.
    """
    steps = plain.shape[1]
    known = (~np.isnan(plain)).sum(axis=1)
    first = plain[np.arange(len(plain)), np.minimum(steps - known, steps - 1)]
    drift = (plain[:, -1] - first) / np.maximum(known - 1, 1)
    if season > 1 and steps > 2 * season:
        years = (mean(plain[:, -season:], 1) - mean(plain[:, :season], 1)) / (steps - season)
        drift = np.where(known == steps, years, drift)
    drift = np.where(known >= 2, drift, np.nan)
    return np.where(np.isnan(drift), np.nan_to_num(median(drift / scale, 0)) * scale, drift)


def _slope(plain: Floats, season: int, drift: Floats) -> Floats:
    """The straight line through the last five steps, or half a season; the drift where there are fewer."""
    wanted = min(plain.shape[1], _SLOPE_STEPS if season == 1 else max(_SLOPE_STEPS, season // 2))
    if wanted < 2:
        return drift
    late, at = plain[:, -wanted:], np.arange(wanted) - (wanted - 1) / 2
    return np.where(np.isnan(late).any(axis=1), drift, late @ at / (at @ at))


def _last_year(whole: Floats, ahead: np.ndarray, season: int, otherwise: Floats) -> Floats:
    at = whole.shape[1] - 1 + (ahead - 1) % season + 1 - season
    if whole.shape[1] < season:
        return otherwise
    change = whole[:, at] - whole[:, [-1]]
    return np.where(np.isnan(change), otherwise, change)
