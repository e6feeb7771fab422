"""Histories with holes made whole for arithmetic that needs it; a hole is never scored, nor learnt from."""

from __future__ import annotations

import warnings

import numpy as np

from wholetime.forecast.engine.panel.levels import Floats


def filled(values: Floats) -> Floats:
    """[entity, step]: holes between values joined by a line, the last value carried on, NaN before the first."""
    steps = np.arange(values.shape[1])
    known = ~np.isnan(values)
    before = np.maximum.accumulate(np.where(known, steps, -1), axis=1)
    after = np.minimum.accumulate(np.where(known, steps, len(steps))[:, ::-1], axis=1)[:, ::-1]
    rows = np.arange(len(values))[:, None]
    left, right = values[rows, np.maximum(before, 0)], values[rows, np.minimum(after, len(steps) - 1)]
    share = (steps - before) / np.maximum(after - before, 1)
    joined = np.where((after < len(steps)) & (after > before), left + (right - left) * share, left)
    return np.where(before < 0, np.nan, joined)


def staleness(values: Floats) -> Floats:
    """[entity]: steps since the last value; the number of steps where there is none at all."""
    known = ~np.isnan(values)
    return np.where(known.any(axis=1), np.argmax(known[:, ::-1], axis=1), values.shape[1]).astype(np.float64)


def mean(values: Floats, axis: int) -> Floats:
    """The mean of what is known; NaN where nothing is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of an empty slice, whose NaN is meant
        return np.asarray(np.nanmean(values, axis=axis))


def median(values: Floats, axis: int) -> Floats:
    """The median of what is known; NaN where nothing is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.asarray(np.nanmedian(values, axis=axis))


def discounted_mean(values: Floats, alpha: float) -> Floats:
    """[entity]: simple exponential smoothing whose weights add up to one in a short history as well."""
    total, weight = np.zeros(len(values)), np.zeros(len(values))
    for step in range(values.shape[1]):
        known = ~np.isnan(values[:, step])
        total = np.where(known, total * (1 - alpha) + np.where(known, values[:, step], 0), total)
        weight = np.where(known, weight * (1 - alpha) + 1, weight)
    return total / np.where(weight > 0, weight, np.nan)
