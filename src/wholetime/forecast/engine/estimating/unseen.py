"""Flows that nobody counted: leavers at a published rate, and joiners as the stocks' change and those leavers ask."""

from __future__ import annotations

import numpy as np

from wholetime.forecast.engine.estimating.counts import Counts
from wholetime.forecast.engine.estimating.flow_rates import FlowRates
from wholetime.forecast.engine.reference import reference
from wholetime.forecast.engine.supply.cells import Floats
from wholetime.forecast.engine.supply.spread import Spread

STEADY = 50.0
"""Heads at which a place's own growth counts as much as its group's."""


def without_leavers(counts: Counts) -> FlowRates:
    """Everybody leaves at the published rate. Little of that is sure here; but where joiners are not counted either,
    the two make up growth that was seen: the rate is taken as known, and growth alone as uncertain."""
    data = reference("supply")
    nothing, spread = np.zeros(counts.cells.shape[:2]), Spread.alike(counts.cells)
    if counts.joiners is not None:
        sizes = {name: data["spread"][name]["value"] for name in ("unobserved", "yearly", "drift")}
        spread = Spread.alike(counts.cells, group=sizes["unobserved"], yearly=sizes["yearly"], drift=sizes["drift"])
    rate = np.full((*nothing.shape, 1, 1), float(data["leaver_rate"]["value"]))
    return FlowRates(rate, nothing, nothing, spread, yearly_measured=False)


def without_joiners(counts: Counts, stock: Floats, leaving: FlowRates) -> FlowRates:
    """Joiners a year for each head, so that stocks go on to grow as they did; none where they shrank faster than people
    leave. How far years differed is measured where three or more are held."""
    heads = stock.sum(axis=(2, 3))
    growth, swing = _growth(counts, heads)
    lost = np.broadcast_to(leaving.rate, stock.shape) * stock
    rate = np.maximum(growth + lost.sum(axis=(2, 3)) / np.maximum(heads, 1e-9), 0)
    data, nothing = reference("supply")["spread"], np.zeros(heads.shape)
    yearly = np.clip(swing / np.maximum(rate, 1e-3), data["growth_yearly"]["value"], 1.0)
    drift = np.full(heads.shape, float(data["growth_drift"]["value"]))
    spread = Spread(np.zeros(heads.shape[1]), yearly / np.sqrt(max(counts.spans, 1)), yearly, drift)
    return FlowRates(rate[:, :, None, None], nothing, nothing, spread, yearly_measured=False)


def _growth(counts: Counts, heads: Floats) -> tuple[Floats, Floats]:
    """Growth a year as a share of the stock, and how far years swing, [place, group]; small ones lean on all."""
    if counts.opening is None or counts.closing is None or counts.years is None:
        return np.zeros_like(heads), np.zeros_like(heads)
    change = (counts.closing - counts.opening) / counts.years[:, None, None]
    share = change / np.maximum(counts.opening, 1)
    own, swing = _mean_and_swing(share)
    opening = np.where(np.isfinite(change), counts.opening, 0).sum(axis=(0, 1))
    group = np.nansum(change, axis=(0, 1)) / np.maximum(opening, 1e-9)
    weight = np.where(np.isfinite(share).any(axis=0), heads / (heads + STEADY), 0)
    return weight * own + (1 - weight) * group, swing if counts.spans > 2 else np.zeros_like(heads)


def _mean_and_swing(share: Floats) -> tuple[Floats, Floats]:
    """Mean and standard deviation [place, group] over the years that are known; 0 where none is."""
    known = np.isfinite(share)
    years = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, share, 0).sum(axis=0) / years
    return mean, np.sqrt(np.where(known, (share - mean) ** 2, 0).sum(axis=0) / years)
