"""Quantiles around a forecast: the pool's own errors at its own origins, and the shocks that all entities share.

An error is first divided by what is expected of an entity of that movement and size at that step. The middle of the
errors of one origin and step is the shock they share; the rest is their own. The quantiles are those of the sum of
both, the shock's by Student's t with as many degrees of freedom as there are origins.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from wholetime.forecast.engine.panel.levels import MEDIAN, QUANTILES, Floats
from wholetime.forecast.engine.panel.pooled import Pooled, Seen
from wholetime.forecast.engine.panel.scaling import Scales

_ROUNDS = 25
_ENOUGH_OF_A_STEP = 400  # errors, before a step has a shape of its own
_FINE = (np.arange(199) + 0.5) / 199
_COARSE = (np.arange(33) + 0.5) / 33
_PRIOR = np.array([0.0, 1.0, 0.0, 0.5])  # of the expected error: level; own movement, size, √step
_SPREAD = np.array([5.0, 0.5, 0.3, 0.3])


@dataclass(frozen=True)
class Errors:
    """What was learnt of errors: ``size`` gives the expected one, ``shape`` [step, quantile] its law around 0."""

    size: Floats
    shape: Floats

    def around(self, scales: Scales, horizon: int, stale: Floats) -> Floats:
        """[entity, step, quantile], to be added to the forecast; a value long past counts as steps more."""
        ahead = np.arange(1, horizon + 1) + stale[:, None]
        expected = np.exp(np.clip(_known(scales, ahead) @ self.size, -50, 50))
        return np.asarray(expected[:, :, None] * self.shape[None])


def learnt(pooled: Pooled, share: float, horizon: int) -> Errors:
    """From the pool's errors at the origins it was fitted on."""
    away = [one.came - pooled.change(one.told, share) for one in pooled.seen]
    known = [_known(one.scales, _ahead(one)) for one in pooled.seen]
    error = np.concatenate([(a * one.scales.drawn[:, None]).ravel() for a, one in zip(away, pooled.seen, strict=True)])
    about = np.concatenate([one.reshape(-1, len(_PRIOR)) for one in known])
    size = _expected(about[~np.isnan(error)], np.abs(error[~np.isnan(error)]))
    parts = [
        (one.origin, a * one.scales.drawn[:, None] / np.exp(np.clip(k @ size, -50, 50)))
        for one, a, k in zip(pooled.seen, away, known, strict=True)
    ]
    return Errors(size, _shape(parts, horizon))


def _ahead(one: Seen) -> Floats:
    return np.asarray(np.arange(1, one.came.shape[1] + 1) + one.stale[:, None])


def _known(scales: Scales, ahead: Floats) -> Floats:
    """[entity, step, 4]: one, the logarithms of movement, of the pool's movement, of the steps ahead."""
    shape = (len(scales.drawn), ahead.shape[1])
    columns = [np.ones(shape), np.log(scales.drawn)[:, None], np.log(scales.pool)[:, None], np.log(ahead)]
    return np.stack([np.broadcast_to(column, shape) for column in columns], axis=2)


def _expected(about: Floats, error: Floats) -> Floats:
    """Weights of the logarithm of the expected absolute error: Poisson's likelihood, which bears zeros, and a prior."""
    answer = _PRIOR.copy()
    if len(error) == 0 or not error.any():
        return answer
    precision = np.diag(_SPREAD**-2.0)
    answer[0] = np.log(error.mean() / np.exp(about @ _PRIOR).mean())
    prior = np.array([answer[0], *_PRIOR[1:]])
    for _ in range(_ROUNDS):
        expected = np.exp(np.clip(about @ answer, -50, 50))
        # errors in units of their mean, so that a row is worth about one event whatever the unit
        unit = max(float(expected.mean()), 1e-300)
        slope = about.T @ ((error - expected) / unit) - precision @ (answer - prior)
        curve = (about * (expected / unit)[:, None]).T @ about + precision
        step = np.clip(np.linalg.solve(curve, slope), -1.0, 1.0)
        answer = answer + step
        if np.abs(step).max() < 1e-6:
            break
    return answer


def _shape(parts: list[tuple[int, Floats]], horizon: int) -> Floats:
    """[step, quantile]: of an entity's own error and the shared shock together, no narrower further ahead."""
    rest: list[list[Floats]] = [[] for _ in range(horizon)]
    shocks: list[tuple[int, float]] = []
    for origin, away in parts:
        for step in range(away.shape[1]):
            known = away[:, step][~np.isnan(away[:, step])]
            if len(known) == 0:
                continue
            middle = float(np.median(known))
            own = (known - middle) * np.sqrt(len(known) / max(len(known) - 1, 1))
            chance = np.pi / 2 * float(own.var()) / len(known)  # variance of a median, were the rest normal
            shocks.append((origin, max(middle**2 - chance, 0.0)))
            rest[step].append(own)
    if not shocks:
        return np.zeros((horizon, len(QUANTILES)))
    origins = len({origin for origin, _ in shocks})
    shock = np.sqrt(np.mean([square for _, square in shocks])) * stats.t(origins).ppf(_COARSE)
    pool = np.concatenate([own for step in rest for own in step])
    return np.stack([_sum_of(_own(step, pool), shock) for step in rest])


def _own(step: list[Floats], pool: Floats) -> Floats:
    errors = np.concatenate(step) if step else pool
    return np.asarray(np.quantile(errors if len(errors) >= _ENOUGH_OF_A_STEP else pool, _FINE))


def _sum_of(own: Floats, shock: Floats) -> Floats:
    quantiles = np.quantile((own[:, None] + shock[None, :]).ravel(), QUANTILES)
    return np.asarray(quantiles - quantiles[MEDIAN])
