"""What a month or quarter adds, by entity, drawn towards the pool's as far as the years disagree."""

from __future__ import annotations

import numpy as np

from wholetime.forecast.engine.panel.filling import mean, median
from wholetime.forecast.engine.panel.levels import Floats

_SMALLEST_POOL = 3


def season_index(values: Floats, whole: Floats, season: int, scale: Floats) -> Floats:
    """[entity, position]: added at steps with ``step % season == position``; 0 where there is no full season.

    ``values`` [entity, step] with holes, ``whole`` the same filled, ``scale`` [entity] in the unit of the values.
    """
    entities, steps = values.shape
    if season == 1 or steps < season + 2:
        return np.zeros((entities, season))
    rest = (values - _trend(whole, season)) / scale[:, None]
    years = [rest[:, position::season] for position in range(season)]
    own = np.stack([mean(year, 1) for year in years], axis=1)
    if entities < _SMALLEST_POOL:
        index = np.stack([np.nan_to_num(one) * _believed([year[row] for year in years]) for row, one in enumerate(own)])
    else:
        pool = np.array([np.nan_to_num(mean(median(year, 0), 0)) for year in years])
        pool = (pool - pool.mean()) * _believed([median(year, 0) for year in years])
        index = pool + np.nan_to_num(own - pool) * _own_share(years, own - pool)
    index -= index.mean(axis=1, keepdims=True)
    return np.asarray(index * scale[:, None])


def _believed(years: list[Floats]) -> float:
    """How much of a shape to believe, 0–1, from each position's values by year: what chance does not explain of it.

    The part of the positions' variance that is more than their own standard error squared (James and Stein's idea).
    """
    means = np.array([float(mean(year, 0)) for year in years])
    spread = [float(np.nanvar(year, ddof=1)) / (~np.isnan(year)).sum() for year in years if (~np.isnan(year)).sum() > 1]
    shape = float(np.nanvar(means)) if not np.isnan(means).all() else 0.0
    if shape <= 0 or not spread:
        return 0.5 if shape > 0 else 0.0  # one year shows a shape, and nothing of how it holds
    return max(0.0, 1.0 - float(np.mean(spread)) / shape)


def _own_share(years: list[Floats], away: Floats) -> Floats:
    """[entity, position] in 0–1: how far an entity's own distance from the pool is not chance."""
    counts = np.stack([(~np.isnan(year)).sum(axis=1) for year in years], axis=1)
    spreads = [_within(year) for year in years if year.shape[1] > 1]
    chance = float(np.nanmean(spreads)) if spreads and not np.isnan(spreads).all() else float(np.nanvar(away))
    typical = np.median(mean(away**2, 1)[~np.isnan(mean(away**2, 1))]) if counts.any() else 0.0
    true = max(float(typical) - chance / max(float(counts.mean()), 1.0), 0.0)
    if chance <= 0 or np.isnan(chance):
        return np.ones(counts.shape)
    return np.where(counts > 0, true / (true + chance / np.maximum(counts, 1)), 0.0)


def _within(year: Floats) -> float:
    """Variance of one position from year to year, the year's common part taken out."""
    own = year - median(year, 0)
    squares = (own - mean(own, 1)[:, None]) ** 2
    free = np.maximum((~np.isnan(own)).sum(axis=1) - 1, 0)
    return float(np.nansum(squares) / free.sum()) if free.sum() else float("nan")


def _trend(whole: Floats, season: int) -> Floats:
    """[entity, step]: the centred mean of a season; at the ends the nearest one, carried on along the slope."""
    steps = whole.shape[1]
    level = np.where(np.isnan(whole), mean(whole, 1)[:, None], whole)
    sums = np.cumsum(np.pad(level, ((0, 0), (1, 0))), axis=1)
    means = (sums[:, season:] - sums[:, :-season]) / season  # of the season that begins at each step
    even = season % 2 == 0
    centred = (means[:, 1:] + means[:, :-1]) / 2 if even else means
    centre = np.arange(centred.shape[1]) + season // 2
    slope = (means[:, -1] - means[:, 0]) / max(means.shape[1] - 1, 1)
    at = np.clip(np.arange(steps), centre[0], centre[-1])
    return np.asarray(centred[:, at - centre[0]] + slope[:, None] * (np.arange(steps) - at))
