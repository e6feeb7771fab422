"""Weights learnt from many short histories: least absolute distance, drawn to a prior as far as evidence is thin."""

from __future__ import annotations

import numpy as np

from wholetime.forecast.engine.panel.features import NAMES, SEASON
from wholetime.forecast.engine.panel.levels import Floats

_ROUNDS = 12
_NOTHING = 1e-3  # of a movement: nearer than this is there
_NEAR = 0.3  # of the mean distance: nearer than this, a distance counts as its square
# Of the middle of the pool: (feature, prior weight, its standard deviation).
_MIDDLE = (
    ("drift", 0.4, 0.4),
    ("slope", 0.3, 0.4),
    ("last", 0.0, 0.4),
)
# The middle of a few entities has their own chance in it, and comes back from it; that of many hardly does.
_FEW, _BACK_OF_FEW = 10, (("even", 0.2, 0.4), ("slow", 0.1, 0.4), ("mean", 0.0, 0.2))


def least_absolute(told: Floats, change: Floats, weight: Floats, prior: Floats, deviation: Floats) -> Floats:
    """[feature]: weights of ``told`` [row, feature] nearest to ``change`` [row], of Laplace errors and a normal prior.

    By weighted least squares, again and again (Schlossmacher 1973), the prior entering as rows would.
    """
    answer = prior.copy()
    if len(change) == 0:
        return answer
    for _ in range(_ROUNDS):
        away = np.abs(change - told @ answer)
        typical = max(float(np.average(away, weights=weight)), _NOTHING)
        pull = weight / np.maximum(away, _NEAR * typical) / typical
        left = (told * pull[:, None]).T @ told + np.diag(deviation**-2.0)
        better = np.linalg.solve(left, (told * pull[:, None]).T @ change + prior / deviation**2)
        settled, answer = bool(np.abs(better - answer).max() < 1e-5), better
        if settled:
            break
    return answer


def of_the_middle(told: Floats, change: Floats, origins: int, entities: int, *, seasonal: bool) -> Floats:
    """[feature]: weights for the middle of the pool, whose rows [origin and step, feature] are few.

    Rows of one origin overlap, so that together they weigh as much as there are origins.
    """
    chosen = [*_MIDDLE, *(_BACK_OF_FEW if entities < _FEW else ()), *([("season", 1.0, 0.3)] if seasonal else [])]
    at = [NAMES.index(name) for name, _, _ in chosen]
    prior, deviation = np.array([weight for _, weight, _ in chosen]), np.array([spread for _, _, spread in chosen])
    answer = np.zeros(len(NAMES))
    answer[at] = prior
    if len(change):
        plain = change - (told[:, SEASON] if seasonal else 0.0)
        noise = max(float(np.mean(plain**2)), _NOTHING**2)
        pull = origins / len(change) / noise
        left = pull * told[:, at].T @ told[:, at] + np.diag(deviation**-2.0)
        answer[at] = np.linalg.solve(left, pull * told[:, at].T @ change + prior / deviation**2)
    return answer


def believed(changes: Floats) -> float:
    """How much of a common drift to carry on, 0–1, from the pool's middle change at each step.

    t² ÷ (t² + c), t the mean change over its standard error: nothing of a pool that goes up and down alike, nearly all
    of one that always grows. c is greater where there are few steps, as two rises in a row are weak evidence.
    """
    changes = changes[~np.isnan(changes)]
    count = len(changes)
    if count == 0 or not changes.any():
        return 0.0
    middle = float(changes.mean())
    spread = float(((changes - middle) ** 2).sum() + (changes**2).mean()) / count  # one step's worth of no drift
    t_squared = middle**2 * count / max(spread, 1e-12)
    return t_squared / (t_squared + 1.5 + 4.0 / count)
