"""Retirement told apart from other leaving, where ages are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholetime.forecast.engine.estimating.flow_rates import BAND
from wholetime.forecast.engine.reference import reference
from wholetime.forecast.engine.supply.cells import Floats

MOST = 0.9
"""No estimate of a yearly chance goes beyond it."""


@dataclass(frozen=True, eq=False)
class Apart:
    """``leaving`` for other reasons and ``times``, both [place, group, age, sex]: retirement is so many times the
    hazard of the reference data. ``scaled``: whether that had to be lowered to leave room for other leaving."""

    leaving: Floats
    times: Floats
    scaled: bool


def apart_by_age(rate: Floats, stock: Floats, hazard: Floats, ages: tuple[int, ...]) -> Apart:
    """Splits a rate by age [place, group, age, sex]: what older people's leaving has beyond that of ages 45 to 54.

    The excess of five years of age is spread over single years as ``hazard`` [age] is.
    """
    limits = reference("pensions")["before_retirement"]
    before = [at for at, age in enumerate(ages) if limits["youngest"] <= age <= limits["oldest"]]
    if not before:
        return apart_by_hazard(rate, stock, hazard)
    usual = _mean(rate[:, :, before], stock[:, :, before] + 1e-9)
    leaving = np.where(hazard[:, None] > 0, np.minimum(rate, usual), rate)
    excess = np.maximum(rate - leaving, 0) / (1 - leaving)
    expected = np.broadcast_to(hazard[:, None], rate.shape)
    times = np.zeros_like(rate)
    bands = np.array([age // BAND for age in ages])
    for band in np.unique(bands[hazard > 0]):
        of_band = (bands == band) & (hazard > 0)
        weight = stock[:, :, of_band] + 1e-9
        times[:, :, of_band] = _mean(excess[:, :, of_band], weight) / _mean(expected[:, :, of_band], weight)
    return Apart(leaving, np.minimum(times, MOST / max(hazard.max(), 1e-9)), scaled=False)


def apart_by_hazard(rate: Floats, stock: Floats, hazard: Floats) -> Apart:
    """Splits one rate for all ages: retirement by ``hazard`` [age], other leaving so that the leavers add up.

    Where hazards alone would make more than half of the leavers, they are lowered to half.
    """
    leavers = _sum(rate * stock)
    retiring = _sum(stock * hazard[:, None])
    times = np.minimum(1, 0.5 * leavers / np.maximum(retiring, 1e-9))
    rest = _sum(stock * (1 - times * hazard[:, None]))
    leaving = np.where(
        rest > 0, (leavers - times * retiring) / np.maximum(rest, 1e-9), rate.mean(axis=(2, 3), keepdims=True)
    )
    return Apart(
        np.broadcast_to(np.clip(leaving, 0, MOST), stock.shape).copy(),
        np.broadcast_to(times, stock.shape).copy(),
        scaled=bool(((times < 1) & (retiring > 0)).any()),
    )


def _mean(values: Floats, weights: Floats) -> Floats:
    return _sum(values * weights) / _sum(weights)


def _sum(values: Floats) -> Floats:
    found: Floats = values.sum(axis=(2, 3), keepdims=True)
    return found
