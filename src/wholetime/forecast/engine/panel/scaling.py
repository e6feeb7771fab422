"""How much an entity moves in a step: its own mean absolute change, drawn towards what entities of its size do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholetime.forecast.engine.panel.filling import mean
from wholetime.forecast.engine.panel.levels import Floats

_OWN_WEIGHT = 2.0  # changes at which an entity's own history weighs as much as the pool's
_LEAST = 0.1  # of what the pool says: a history that stood still by chance does not stand still for certain
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
    moving = (own > 0) & (size > 0)
    if not moving.any():
        return np.ones(len(own))
    change, log_size = np.log(own[moving]), np.log(size[moving])
    if moving.sum() < _ENOUGH or np.ptp(log_size) < 1e-6:
        return np.full(len(own), np.exp(np.median(change)))
    slope = np.clip(np.polyfit(log_size, change, 1)[0], 0.0, 1.2)
    at = np.log(np.where(size > 0, size, size[moving].min()))
    return np.asarray(np.exp(np.median(change - slope * log_size) + slope * at))
