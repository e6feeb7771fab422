"""How good forecasts were: MASE, CRPS from quantiles, and how often intervals held what came."""

from __future__ import annotations

import numpy as np

from wholetime.forecast.engine.panel.filling import mean
from wholetime.forecast.engine.panel.levels import QUANTILES, Floats, interval

_LEAST = 1e-9  # of the greatest value: less movement than this is the last digit of a computer's arithmetic
FEWEST = 3  # values in the training part, so that its scale is more than one change

# Width of q that each quantile stands for: up to half way to its neighbours, and to 0 and 1 at the ends.
_WIDTHS = np.diff(np.concatenate([[0.0], (QUANTILES[1:] + QUANTILES[:-1]) / 2, [1.0]]))


def naive_scale(history: Floats, season: int) -> Floats:
    """[entity]: MASE's denominator (Hyndman and Koehler 2006): the mean absolute (seasonal) naive error in training.

    Of pairs both known a season apart; a step apart where there are no values beyond a season. NaN where nothing moved
    or fewer than three values are known: there the measure has no meaning.
    """
    known = (~np.isnan(history)).sum(axis=1)
    plain = _mean_change(history, 1)
    moved = np.where(known > season, _mean_change(history, season), plain) if season > 1 else plain
    moved = np.where(np.isnan(moved), plain, moved)
    greatest = np.nan_to_num(np.max(np.abs(np.nan_to_num(history)), axis=1))
    return np.where((moved > _LEAST * greatest) & (known >= FEWEST), moved, np.nan)


def _mean_change(history: Floats, lag: int) -> Floats:
    if history.shape[1] <= lag:
        return np.full(len(history), np.nan)
    return mean(np.abs(history[:, lag:] - history[:, :-lag]), 1)


def crps(quantiles: Floats, came: Floats) -> Floats:
    """[...]: twice the mean pinball loss over quantiles [..., quantile], in the unit of the values.

    The integral over q of twice the pinball loss is the continuous ranked probability score (Gneiting and Raftery
    2007); here it is taken by rectangles at the 21 quantiles.
    """
    away = came[..., None] - quantiles
    loss = np.where(away >= 0, QUANTILES * away, (QUANTILES - 1) * away)
    return np.asarray(2 * (loss * _WIDTHS).sum(axis=-1))


def held(quantiles: Floats, came: Floats, coverage: int) -> Floats:
    """[...]: 1 where the central interval held what came (its ends belong to it), 0 where not, NaN where unknown."""
    low, high = interval(coverage)
    inside = (came >= quantiles[..., low]) & (came <= quantiles[..., high])
    return np.where(np.isnan(came) | np.isnan(quantiles[..., low]), np.nan, inside)


def mean_by_case(errors: Floats) -> float:
    """The mean over cases of each one's mean over steps [case, step]; NaN where there is none."""
    return float(mean(mean(errors, 1), 0)) if errors.size else float("nan")
