"""The yearly rate of a flow, leaving or joining, for each head in post: by band of age, by group, and by place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholetime.forecast.engine.estimating.counts import Counts, over_ages, over_spans
from wholetime.forecast.engine.estimating.pooling import Pooled, beyond_chance, pooled
from wholetime.forecast.engine.reference import reference
from wholetime.forecast.engine.supply.cells import Floats
from wholetime.forecast.engine.supply.spread import Spread

BAND = 5  # years of age whose rates are taken as one


@dataclass(frozen=True, eq=False)
class FlowRates:
    """``rate`` [place, group, age, sex] a year for each head; one age and sex for all where the flow has no more.

    ``own`` [place, group]: the share of the rate that rests on the cell's own counts. ``events`` [place, group]: what
    was counted. ``yearly_measured``: whether good and bad years were measured or taken from reference data.
    """

    rate: Floats
    own: Floats
    events: Floats
    spread: Spread
    yearly_measured: bool

    def interval(self, level_deviations: float) -> tuple[Floats, Floats]:
        """The rate [place, group, …] so many standard deviations down and up, on a log scale."""
        reach = np.exp(level_deviations * self.spread.lasting)[:, :, None, None]
        return self.rate / reach, self.rate * reach


def flow_rates(counts: Counts, flow: Floats) -> FlowRates | None:
    """Rates of ``flow`` [span, place, group, age, sex]; None where no event was counted at all."""
    events, years = _totals(counts, flow)
    if not np.nansum(events) or counts.years is None:
        return None
    shape, groups = _shape(events, years, counts.cells.ages)
    places, rate = _by_place(events, years, shape)
    own = places.own if len(events) > 1 else groups.own[None, :]
    yearly = _yearly(counts, flow, rate)
    measured = bool(np.isfinite(yearly))
    return FlowRates(
        rate,
        own,
        np.nan_to_num(over_ages(events)[..., 0, 0]),
        _spread(counts, groups, places, yearly if measured else _reference("yearly")),
        measured,
    )


def _totals(counts: Counts, flow: Floats) -> tuple[Floats, Floats]:
    """Events and years of people in post [place, group, age, sex], where both are known."""
    assert counts.heads is not None  # a flow without heads is refused at birth
    assert counts.years is not None
    heads = counts.heads if counts.heads.shape == flow.shape else over_ages(counts.heads)
    flow = flow if heads.shape == flow.shape else over_ages(flow)
    exposed = heads * counts.years[:, None, None, None, None]
    return over_spans(flow, exposed), over_spans(exposed, flow)


def _shape(events: Floats, years: Floats, ages: tuple[int, ...] | None) -> tuple[Floats, Pooled]:
    """The rate [group, age, sex] by bands of age, each group's as far as it shows, else that of all; and the groups."""
    bands = _bands(events.shape[2], ages)
    seen, due = (_in_bands(np.nansum(each, axis=0), bands) for each in (events, years))
    all_groups = seen.sum(axis=0) / np.maximum(due.sum(axis=0), 1e-9)
    common = np.broadcast_to(all_groups, seen.shape)
    groups = pooled(seen.sum(axis=(1, 2)), (common * due).sum(axis=(1, 2)), _prior())
    shape = common * groups.ratio[:, None, None]
    if events.shape[2] * events.shape[3] > 1:
        shape = shape * pooled(seen, shape * due, _prior()).ratio
    return shape[:, bands], groups


def _bands(ages: int, years: tuple[int, ...] | None) -> list[int]:
    first = 0 if years is None else years[0]
    return [(first + age) // BAND - first // BAND for age in range(ages)]


def _in_bands(values: Floats, bands: list[int]) -> Floats:
    found = np.zeros((values.shape[0], bands[-1] + 1, values.shape[2]))
    for age, band in enumerate(bands):
        found[:, band] += values[:, age]
    return found


def _by_place(events: Floats, years: Floats, shape: Floats) -> tuple[Pooled, Floats]:
    """How places differ from their group, unless there is but one, and the rate [place, group, age, sex]."""
    places = pooled(over_ages(events)[..., 0, 0], over_ages(years * shape)[..., 0, 0], _prior())
    ratio = places.ratio if len(events) > 1 else np.ones_like(places.ratio)
    return places, ratio[:, :, None, None] * shape


def _yearly(counts: Counts, flow: Floats, rate: Floats) -> float:
    """How far whole years stray from the mean of all, beyond chance; NaN with fewer than three."""
    windows = counts.windows()
    if len(windows) < 3 or counts.heads is None or counts.years is None:
        return float("nan")
    heads = counts.heads if rate.shape[2:] == counts.heads.shape[3:] else over_ages(counts.heads)
    due = over_ages(heads * rate * counts.years[:, None, None, None, None])[..., 0, 0]
    seen = over_ages(flow)[..., 0, 0]
    observed, expected = (np.array([each[window].sum(axis=0) for window in windows]) for each in (seen, due))
    expected = expected * np.nansum(observed, axis=0) / np.maximum(np.nansum(expected, axis=0), 1e-9)
    return beyond_chance(observed, expected, float(np.isfinite(observed).any(axis=0).sum()))


def _spread(counts: Counts, groups: Pooled, places: Pooled, yearly: float) -> Spread:
    """What a place's rate owes to its group is as sure as the group; good and bad years make all less sure."""
    seen_years = max(counts.length, 1.0)
    several = len(counts.cells.places) > 1
    own = places.deviation if several else groups.deviation[None, :]
    season = _reference("season") * max(1 - counts.length, 0)
    group = np.hypot(groups.deviation * (1 - places.own.mean(axis=0)) if several else 0.0, season)
    group = np.broadcast_to(group, groups.deviation.shape)
    shape = counts.cells.shape[:2]
    drift = np.full(shape, _reference("drift"))
    return Spread(group, np.hypot(own, yearly / np.sqrt(seen_years)), np.full(shape, yearly), drift)


def _prior() -> float:
    return float(reference("supply")["prior_events"]["value"])


def _reference(name: str) -> float:
    return float(reference("supply")["spread"][name]["value"])
