"""The forecaster: chooses its scale and how far to trust itself at the panel's own origins, then forecasts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from wholetime.forecast.engine.panel.bounds import Bounds, bounds_of
from wholetime.forecast.engine.panel.features import features
from wholetime.forecast.engine.panel.filling import filled, mean, staleness
from wholetime.forecast.engine.panel.intervals import learnt
from wholetime.forecast.engine.panel.levels import QUANTILES, Floats
from wholetime.forecast.engine.panel.pooled import fitted
from wholetime.forecast.engine.panel.scaling import scales

_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
_TRIALS = 4
_RELUCTANCE = 0.02  # of the loss, over the number of trials: what it must gain to believe in nothing but the last value
_LOG_MUST_GAIN = 0.005
_UNTRIED = 0.5  # where the history is too short for a trial


@dataclass(frozen=True)
class _Chosen:
    """``loss`` of the trials, ``share`` of what sets entities apart, and whether logarithms were better."""

    loss: float
    share: float
    logged: bool


def quantiles_of(values: Floats, horizon: int, season: int, bounds: Bounds | None = None) -> Floats:
    """[entity, step, quantile] of ``QUANTILES`` from histories [entity, step], NaN where a value is missing.

    An entity without any value has none. Needs two steps, and a value. The answer depends on nothing else: no chance
    is used.
    """
    known = ~np.isnan(values).all(axis=1)
    quantiles = np.full((len(values), horizon, len(QUANTILES)), np.nan)
    held = values[known]
    if len(held):
        unit = _unit(held)
        quantiles[known] = unit * _of_known(held / unit, horizon, season if held.shape[1] >= 2 * season else 1)
    limits = bounds or bounds_of(values)
    return np.clip(quantiles, limits.least, limits.most)


def _unit(values: Floats) -> float:
    """A power of two near the middle value, so that the unit of the file decides nothing, rounding included."""
    sizes = np.abs(values[~np.isnan(values) & (values != 0)])
    return float(2.0 ** np.round(np.log2(np.median(sizes)))) if len(sizes) else 1.0


def _of_known(values: Floats, horizon: int, season: int) -> Floats:
    chosen = _trial(values, horizon, season, logged=False)
    if np.nanmin(values) > 0:
        logged = _trial(values, horizon, season, logged=True)
        chosen = logged if logged.loss < chosen.loss * (1 - _LOG_MUST_GAIN) else chosen
    work = np.log(values) if chosen.logged else values
    model = fitted(work, horizon, season)
    size, stale = scales(filled(work)), staleness(work)
    said = features(work, horizon, season, size.drawn)
    point = said.last[:, None] + model.change(said.told, chosen.share) * size.drawn[:, None]
    spread = learnt(model, chosen.share, horizon).around(size, horizon, stale)
    answer = point[:, :, None] + _widening(spread)
    return np.exp(answer) if chosen.logged else answer


def _widening(spread: Floats) -> Floats:
    """No quantile comes nearer to the middle further ahead."""
    return np.where(spread < 0, np.minimum.accumulate(spread, axis=1), np.maximum.accumulate(spread, axis=1))


def _trial(values: Floats, horizon: int, season: int, *, logged: bool) -> _Chosen:
    """Fits on what was known at up to four origins within the history, and sees what followed."""
    work = np.log(values) if logged else values
    undo: Callable[[Floats], Floats] = np.exp if logged else np.asarray
    own = mean(np.abs(np.diff(values, axis=1)), 1)
    own = np.where(own > 0, own, np.nan)
    losses = [_losses(work, values, own, at, horizon, season, undo) for at in _trials(values.shape[1], season)]
    losses = [one for one in losses if not np.isnan(one).any()]
    if not losses:
        return _Chosen(np.inf, _UNTRIED, logged)
    loss = np.mean(losses, axis=0)
    doubt = _RELUCTANCE * loss.min() * (np.array(_SHARES) - 1) ** 2 / len(losses)
    best = int(np.argmin(loss + doubt))
    return _Chosen(float(loss[best]), _SHARES[best], logged)


def _trials(steps: int, season: int) -> list[int]:
    first = 3 if steps <= 8 else max(4, steps // 2)
    if season > 1:
        first = max(season + 6, steps // 2)
    every = list(range(steps - 1, first - 1, -1))
    return every[:: max(1, len(every) // _TRIALS) if season > 1 else 1][:_TRIALS]


def _losses(
    work: Floats, values: Floats, own: Floats, at: int, horizon: int, season: int, undo: Callable[[Floats], Floats]
) -> Floats:
    """[share]: the mean absolute error over the entity's own movement, fitted at one origin."""
    held = ~np.isnan(work[:, :at]).all(axis=1)
    known, steps = work[held, :at], min(horizon, work.shape[1] - at)
    if not held.any():
        return np.full(len(_SHARES), np.nan)
    model, size = fitted(known, horizon, season), scales(filled(known))
    said = features(known, steps, season, size.drawn)
    came = values[held, at : at + steps]
    points = [said.last[:, None] + model.change(said.told, share) * size.drawn[:, None] for share in _SHARES]
    return np.array([mean((np.abs(came - undo(point)) / own[held, None]).ravel(), 0) for point in points])
