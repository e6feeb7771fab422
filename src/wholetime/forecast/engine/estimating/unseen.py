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
    """Everybody leaves at the published rate, of which little is sure here."""
    data = reference("supply")
    places, groups = counts.cells.shape[:2]
    spread = Spread.alike(
        counts.cells,
        group=data["spread"]["unobserved"]["value"],
        yearly=data["spread"]["yearly"]["value"],
        drift=data["spread"]["drift"]["value"],
    )
    rate = np.full((places, groups, 1, 1), float(data["leaver_rate"]["value"]))
    nothing = np.zeros((places, groups))
    return FlowRates(rate, nothing, nothing, spread, yearly_measured=False)


def without_joiners(counts: Counts, stock: Floats, leaving: FlowRates) -> FlowRates:
    """Joiners a year for each head, so that stocks go on to grow as they did; none where they shrank faster than people
    leave. How far years differed is measured where three or more are held."""
    heads = stock.sum(axis=(2, 3))
    growth, swing = _growth(counts, heads)
    lost = (
        (leaving.rate * stock).sum(axis=(2, 3))
        if leaving.rate.shape == stock.shape
        else leaving.rate[..., 0, 0] * heads
    )
    rate = np.maximum(growth + lost / np.maximum(heads, 1e-9), 0)
    data = reference("supply")["spread"]
    yearly = np.clip(swing / np.maximum(rate, 1e-3), data["yearly"]["value"], 1.0)
    shape, nothing = counts.cells.shape[:2], np.zeros(counts.cells.shape[:2])
    own = np.hypot(data["unobserved"]["value"], yearly / np.sqrt(max(counts.spans, 1)))
    spread = Spread(np.zeros(shape[1]), own, yearly, np.full(shape, float(data["drift"]["value"])))
    return FlowRates(rate[:, :, None, None], nothing, nothing, spread, yearly_measured=False)


def _growth(counts: Counts, heads: Floats) -> tuple[Floats, Floats]:
    """Growth a year as a share of the stock, and how far years swing, [place, group]; small ones lean on all."""
    if counts.opening is None or counts.closing is None or counts.years is None:
        return np.zeros_like(heads), np.zeros_like(heads)
    change = (counts.closing - counts.opening) / counts.years[:, None, None]
    share = change / np.maximum(counts.opening, 1)
    own = np.nan_to_num(np.nanmean(share, axis=0) if np.isfinite(share).any() else np.zeros_like(heads))
    opening = np.nansum(counts.opening, axis=(0, 1))
    group = np.nansum(change * np.isfinite(counts.opening), axis=(0, 1)) / np.maximum(opening, 1e-9)
    weight = heads / (heads + STEADY)
    swing = np.nan_to_num(np.nanstd(share, axis=0)) if counts.spans > 2 else np.zeros_like(heads)
    return weight * own + (1 - weight) * group, swing
