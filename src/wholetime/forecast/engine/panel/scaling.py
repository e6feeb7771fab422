"""How much an entity moves in a step: its own mean absolute change, drawn towards what entities of its size do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholetime.forecast.engine.panel.filling import mean
from wholetime.forecast.engine.panel.levels import Floats

_OWN_WEIGHT = 2.0  # changes at which an entity's own history weighs as much as the pool's
_LEAST = 0.1  # of what the pool says: a history that stood still by chance does not stand still for certain
_STRANGE = 3.0  # times the middle: one that moves more counts as if it moved so much
_ENOUGH = 8  # entities that move, before movement is said to depend on size


@dataclass(frozen=True)
class Scales:
    """[entity] in the unit of the values: ``own`` (0 where nothing moved), ``pool`` (of its size) and ``drawn``."""

    own: Floats
    pool: Floats
    drawn: Floats


def scales(whole: Floats) -> Scales:
    """From filled histories [entity, step]."""
    own, size = mean(np.abs(np.diff(whole, axis=1)), 1), mean(np.abs(whole), 1)
    pool = _by_size(own, size)
    changes = np.maximum((~np.isnan(whole)).sum(axis=1) - 1, 0)
    weight = changes / (changes + _OWN_WEIGHT)
    own = np.nan_to_num(own)
    return Scales(own, pool, np.maximum(weight * own + (1 - weight) * pool, _LEAST * pool))


def _by_size(own: Floats, size: Floats) -> Floats:
    """[entity]: the mean movement of entities of its size, those that stood still among them.

    A mean of mean changes is alike for short and long histories. A median of those that moved would not be: after one
    change half may have moved, and the middle of single changes is nearer to nought than that of means of many.
    """
    moving = (own > 0) & (size > 0)
    if not moving.any():
        return np.ones(len(own))
    slope = _slope(np.log(own[moving]), np.log(size[moving]))
    usual = np.where(size > 0, size, size[moving].min()) ** slope
    each = own / usual
    return np.asarray(usual * mean(np.minimum(each, _STRANGE * np.median(each[moving])), 0))


def _slope(change: Floats, log_size: Floats) -> float:
    """By which power of its size an entity moves."""
    if len(change) < _ENOUGH or np.ptp(log_size) < 1e-6:
        return 0.0
    return float(np.clip(np.polyfit(log_size, change, 1)[0], 0.0, 1.2))
