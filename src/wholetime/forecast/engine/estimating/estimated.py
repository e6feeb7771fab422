"""From counts to the inputs of a projection: rates with their spread, and every thing that was taken for granted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from wholetime.forecast.engine.estimating.counts import WHOLE, Counts, over_ages
from wholetime.forecast.engine.estimating.flow_rates import FlowRates, flow_rates
from wholetime.forecast.engine.estimating.pensions import PensionRules
from wholetime.forecast.engine.estimating.retiring import Apart, apart_by_age, apart_by_hazard
from wholetime.forecast.engine.estimating.routes import recruits_ages, routes, said
from wholetime.forecast.engine.estimating.unseen import without_joiners, without_leavers
from wholetime.forecast.engine.reference import reference
from wholetime.forecast.engine.supply import Inputs, Participation, Rates, Spread
from wholetime.forecast.engine.supply.cells import Floats

HIGHEST = 0.95
"""No group is taken to lose more of its people in a year, whatever a few counts say."""


@dataclass(frozen=True, eq=False)
class Estimated:
    """``inputs`` of a projection, and how they came about.

    ``leaving`` and ``joining``: rates a year for each head in post, all reasons and routes together, with their spread
    and the share of each that rests on a place's own counts. ``times``: retirement as a multiple of the reference
    hazard, None where ages are not known; with it ``under`` makes the inputs of other pension rules.
    """

    counts: Counts
    inputs: Inputs
    leaving: FlowRates
    joining: FlowRates
    rules: PensionRules
    counted_on: date
    times: Floats | None

    def under(self, rules: PensionRules, years: int = 15) -> Inputs:
        """The same inputs where pensions are paid by other rules."""
        if self.times is None or self.inputs.retiring is None:
            return self.inputs
        return replace(self.inputs, retiring=_retiring(self, rules, years))


def estimated(
    counts: Counts, *, counted_on: date | None = None, rules: PensionRules | None = None, years: int = 15
) -> Estimated:
    """Inputs for a projection over ``years``. ``counted_on``: the day of the stock; mid-year where it is not given."""
    rules, day = rules or PensionRules(), counted_on or date(counts.first_year, 6, 30)
    stock = _stock(counts)
    leaving = None if counts.leavers is None else flow_rates(counts, counts.leavers)
    joining = None if counts.joiners is None else flow_rates(counts, over_ages(counts.joiners))
    left = leaving or without_leavers(counts)
    joined = joining or without_joiners(counts, stock, left)
    apart = _apart(counts, stock, left, rules, day)
    come = joined.rate[..., 0, 0] * stock.sum(axis=(2, 3))
    plain = Inputs(
        cells=counts.cells,
        first_year=counts.first_year,
        stock=stock,
        participation=_participation(counts, stock),
        leaving=Rates(_central(apart, left, stock)[None], left.spread),
        routes=routes(come, counts.cells, counts.first_year, _joiners_ages(counts, stock), joined.spread),
        unexplained=_unexplained(counts),
        assumed=tuple(_assumed(counts, leaving, joining, apart)),
    )
    found = Estimated(counts, plain, left, joined, rules, day, None if apart is None else apart.times)
    return found if apart is None else replace(found, inputs=_with_retirement(found, rules, years))


def _joiners_ages(counts: Counts, stock: Floats) -> Floats:
    """Where recruits stand [age, sex], adding up to 1: as joiners did, or as people in post of the ages of recruits."""
    if counts.joiners is None or counts.joiners.shape[1:] != stock.shape or not np.nansum(counts.joiners):
        return recruits_ages(counts.cells, stock)
    found = np.nansum(counts.joiners, axis=(0, 1, 2))
    return found / found.sum()


def _stock(counts: Counts) -> Floats:
    return np.where(np.isfinite(counts.stock), counts.stock, reference("supply")["withheld"]["value"])


def _apart(counts: Counts, stock: Floats, left: FlowRates, rules: PensionRules, day: date) -> Apart | None:
    """Retirement apart from other leaving; None where ages are not known."""
    ages = counts.cells.ages
    if ages is None:
        return None
    hazard = rules.hazards(ages, day, 1)[0]
    if left.rate.shape[2] > 1:
        return apart_by_age(np.minimum(left.rate, HIGHEST), stock, hazard, ages)
    return apart_by_hazard(np.minimum(left.rate, HIGHEST), stock, hazard)


def _central(apart: Apart | None, left: FlowRates, stock: Floats) -> Floats:
    found = left.rate if apart is None else apart.leaving
    return np.minimum(np.broadcast_to(found, stock.shape), HIGHEST)


def _with_retirement(found: Estimated, rules: PensionRules, years: int) -> Inputs:
    share = np.full(found.counts.cells.shape[:2], float(reference("pensions")["returning"]["value"]))
    return replace(found.inputs, retiring=_retiring(found, rules, years), returning=share)


def _retiring(found: Estimated, rules: PensionRules, years: int) -> Rates:
    """The hazard of ``rules`` [year, age] as many times over as it was seen; as sure as the rate of leaving."""
    assert found.times is not None  # callers ask only where ages are known
    hazard = rules.hazards(found.counts.cells.ages or (), found.counted_on, years)
    central = np.minimum(found.times[None] * hazard[:, None, None, :, None], HIGHEST)
    return Rates(central, found.leaving.spread)


def _participation(counts: Counts, stock: Floats) -> Participation:
    """WTE per head of each cell; of its place and group where it has nobody, else of its group; 1 where not known."""
    spread = Spread.alike(counts.cells, drift=float(reference("supply")["spread"]["participation"]["value"]))
    if counts.wte is None or not np.nansum(counts.wte):
        return Participation(np.ones((1, *stock.shape)), spread)
    heads = stock if counts.wte.shape == stock.shape else over_ages(stock)
    known = np.isfinite(counts.wte) & (heads > 0) & (counts.wte > 0)
    wte, people = np.where(known, counts.wte, 0.0), np.where(known, heads, 0.0)
    found = np.full(heads.shape, wte.sum() / people.sum())
    for axes in ((0, 2, 3), (2, 3), ()):
        worked, those = wte.sum(axis=axes, keepdims=True), people.sum(axis=axes, keepdims=True)
        found = np.where(those > 0, worked / np.maximum(those, 1e-9), found)
    return Participation(np.broadcast_to(found, stock.shape)[None].copy(), spread)


def _unexplained(counts: Counts) -> Floats | None:
    """[year, place, group] heads a year by which stocks grew beyond joiners less leavers, over the whole past."""
    if any(part is None for part in (counts.opening, counts.closing, counts.leavers, counts.joiners, counts.years)):
        return None
    assert counts.leavers is not None
    assert counts.joiners is not None
    assert counts.closing is not None
    assert counts.opening is not None
    assert counts.years is not None
    net = over_ages(counts.joiners)[..., 0, 0] - over_ages(counts.leavers)[..., 0, 0]
    grown = counts.closing - counts.opening - net
    windows = counts.windows() or [slice(0, counts.spans)]
    lengths = [counts.years[window].sum() for window in windows]
    return np.array([grown[window].sum(axis=0) / years for window, years in zip(windows, lengths, strict=True)])


def _assumed(
    counts: Counts, leaving: FlowRates | None, joining: FlowRates | None, apart: Apart | None
) -> Iterator[str]:
    for name, flow in (("leavers", leaving), ("joiners", joining)):
        if flow is not None:
            yield from _of_flow(name, flow, counts.length)
    yield from () if leaving is not None else _unseen_leavers()
    yield from _seasons(counts)
    if joining is None:
        yield "No joiners are counted here; as many were taken to join as make up the change of stocks and the leavers."
        if leaving is None:
            yield "Leavers and joiners are therefore guesses; only their difference was seen, and intervals are of it."
    else:
        yield "As many people join each year as did then, whatever the number of posts."
    yield from said(counts.cells)
    yield from _of_ages(counts, leaving, apart)
    if counts.wte is None or not np.nansum(counts.wte):
        yield "WTE is not known here; each head was taken as one WTE."
    withheld = int((~np.isfinite(counts.stock)).sum())
    if withheld:
        each = reference("supply")["withheld"]["value"]
        yield f"{withheld} cells of the stock are withheld; each was taken as {each} heads."


def _of_flow(name: str, flow: FlowRates, years: float) -> Iterator[str]:
    own = float(np.average(flow.own, weights=flow.events + 1e-9))
    yield (
        f"The {name} of {years:.1f} years stand for every year to come; weighted by them, {own:.0%} of a rate is the "
        "place's and group's own and the rest is borrowed from all."
    )
    if not flow.yearly_measured:
        yearly = reference("supply")["spread"]["yearly"]["value"]
        yield f"Fewer than three years of {name} are held; years were taken to differ by {yearly:.0%}."


def _unseen_leavers() -> Iterator[str]:
    rate = reference("supply")["leaver_rate"]
    yield f"No leavers are counted here; {rate['value']:.1%} a year were taken to leave ({rate['source']})."


def _seasons(counts: Counts) -> Iterator[str]:
    if 0 < counts.length < WHOLE:
        months = round(counts.length * 12)
        yield f"Only {months} months are counted. Joining and leaving have seasons: a year made of them is less sure."


def _of_ages(counts: Counts, leaving: FlowRates | None, apart: Apart | None) -> Iterator[str]:
    if apart is None:
        yield "Ages are not known here; everybody leaves at the rate of their group, and retirement is part of it."
        return
    if leaving is None or leaving.rate.shape[2] == 1:
        yield "Leavers' ages are not known; retirement follows reference data, and others leave alike at every age."
    else:
        yield "Leaving beyond that of ages 45 to 54 was taken as retirement, at the ages at which pensions fall due."
    if apart.scaled:
        yield "Retirement by reference data alone would be more than half of all leavers; it was lowered to half."
    back = reference("pensions")["returning"]["value"]
    yield f"{back:.0%} of those who retire were taken to be at work again within the year."
    yield "Pension sections are not known for anybody; shares by year of birth were taken from reference data."
    if counts.cells.ages:
        yield f"Everybody aged {counts.cells.ages[-1]} or older counts as {counts.cells.ages[-1]}."
