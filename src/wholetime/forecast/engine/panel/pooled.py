"""One model for all entities: how the middle of the pool moves, and how each entity moves against it.

A common shock moves all entities at once, so that a thousand of them are one witness of it. The middle's weights are
therefore learnt from as many rows as there are origins, and those of the distances from it from all entities.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholetime.forecast.engine.panel.features import LAST_YEAR, LEVELS, NAMES, SEASON, features
from wholetime.forecast.engine.panel.filling import filled, median, staleness
from wholetime.forecast.engine.panel.learning import believed, least_absolute, of_the_middle
from wholetime.forecast.engine.panel.levels import Floats
from wholetime.forecast.engine.panel.scaling import Scales, scales
from wholetime.forecast.engine.panel.seasons import season_index

_MOST_ORIGINS = 12
_FAR = 15.0  # movements: a stranger distance teaches nothing, nor is it believed
_WIDEST = 10.0  # how much more an entity that moves little may count, as it does in a scaled error
_PRIOR_SPREAD, _STEP_SPREAD, _NEVER = 0.3, 0.1, 1e-3


@dataclass(frozen=True)
class Seen:
    """What was known at one origin and what came of it: changes [entity, step] in units of ``scales.drawn``."""

    origin: int
    last: Floats
    told: Floats
    came: Floats
    scales: Scales
    stale: Floats


@dataclass(frozen=True)
class Pooled:
    """Weights: ``middle`` [feature] of the pool's middle, ``apart`` [step, feature] of the distances from it.

    ``belief`` 0–1 is how much of the middle's drift is carried on; ``seen`` is what they were learnt from.
    """

    middle: Floats
    apart: Floats
    belief: float
    seen: tuple[Seen, ...]

    def change(self, told: Floats, share: float) -> Floats:
        """[entity, step] in units of movement; ``share`` 0–1 of what sets an entity apart is believed."""
        middle = _middle(told)
        away = np.clip(told - middle, -_FAR, _FAR)
        apart = self.apart[: told.shape[1]]
        seasonal = away[:, :, SEASON] * apart[:, SEASON] + middle[:, SEASON] * self.middle[SEASON]
        own = np.einsum("esf,sf->es", away, apart) - away[:, :, SEASON] * apart[:, SEASON]
        back = middle[:, LEVELS] @ self.middle[LEVELS]
        drift = middle @ self.middle - middle[:, SEASON] * self.middle[SEASON] - back
        return np.asarray(share * own + self.belief * drift + back + seasonal)


def fitted(values: Floats, horizon: int, season: int) -> Pooled:
    """From histories [entity, step], each with a value at least. Needs two steps."""
    size = scales(filled(values))
    seen = tuple(_seen(values, origin, horizon, season) for origin in _origins(values.shape[1], season))
    pairs = [(one, step) for one in seen for step in range(one.came.shape[1]) if not np.isnan(one.came[:, step]).all()]
    told = np.array([_middle(one.told)[step] for one, step in pairs]).reshape(-1, len(NAMES))
    came = np.array([np.nanmedian(one.came[:, step]) for one, step in pairs])
    origins = len({one.origin for one, _ in pairs})
    middle = of_the_middle(told, came, origins, len(values), seasonal=season > 1)
    apart = _apart(pairs, told, came, horizon, season, _weight(size))
    return Pooled(middle, apart, believed(_middle_changes(values, season, size.drawn)), seen)


def _origins(steps: int, season: int) -> list[int]:
    """Steps known at each origin learnt from, at most twelve of them, evenly spread up to the last but one."""
    first = 2 if steps <= 6 else max(3, steps // 4)
    if season > 1:
        first = min(max(first, season + 2), max(steps - 2, 1))
    first = max(min(first, steps - 1), 1)
    every = np.arange(first, steps)
    return [int(one) for one in np.unique(np.round(np.linspace(first, steps - 1, min(len(every), _MOST_ORIGINS))))]


def _seen(values: Floats, origin: int, horizon: int, season: int) -> Seen:
    known, steps = values[:, :origin], min(horizon, values.shape[1] - origin)
    size, stale = scales(filled(known)), staleness(known)
    said = features(known, steps, season, size.drawn)
    came = (values[:, origin : origin + steps] - said.last[:, None]) / size.drawn[:, None]
    came = np.where((stale <= max(1, season // 2))[:, None], came, np.nan)
    return Seen(origin, said.last, said.told, came, size, stale)


def _middle(told: Floats) -> Floats:
    return np.asarray(np.median(told, axis=0))


def _weight(size: Scales) -> Floats:
    """[entity]: an error counts by the entity's own movement, as it does in a scaled error, within bounds."""
    moved = size.drawn / np.where(size.own > 0, size.own, size.drawn * _WIDEST)
    return np.clip(moved, 1 / _WIDEST, _WIDEST)


def _apart(
    pairs: list[tuple[Seen, int]], told: Floats, came: Floats, horizon: int, season: int, weight: Floats
) -> Floats:
    """[step, feature]: first of all steps together, then of each, drawn to those."""
    allowed = np.ones(len(NAMES), dtype=bool)
    allowed[[SEASON, LAST_YEAR]] = season > 1
    prior = np.where(np.arange(len(NAMES)) == SEASON, float(season > 1), 0.0)
    rows = [
        (one.told[known, step] - told[number], one.came[known, step] - came[number], weight[known], step)
        for number, (one, step) in enumerate(pairs)
        if (known := ~np.isnan(one.came[:, step])).sum() > 1
    ]
    if not rows:
        return np.tile(prior, (horizon, 1))
    away = np.clip(np.concatenate([row[0] for row in rows]), -_FAR, _FAR)
    change, weights = np.concatenate([row[1] for row in rows]), np.concatenate([row[2] for row in rows])
    steps = np.concatenate([np.full(len(row[1]), row[3]) for row in rows])
    shared = least_absolute(away, change, weights / horizon, prior, np.where(allowed, _PRIOR_SPREAD, _NEVER))
    spread = np.where(allowed, _STEP_SPREAD, _NEVER)
    of_step = [steps == step for step in range(horizon)]
    return np.stack([least_absolute(away[at], change[at], weights[at], shared, spread) for at in of_step])


def _middle_changes(values: Floats, season: int, scale: Floats) -> Floats:
    """[step]: the middle of the pool's changes, the season taken out, in units of movement."""
    whole = filled(values)
    index = season_index(values, whole, season, scale)
    plain = (whole - index[:, np.arange(values.shape[1]) % season]) / scale[:, None]
    return median(np.diff(plain, axis=1), 0)
