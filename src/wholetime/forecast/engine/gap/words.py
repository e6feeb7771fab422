"""Each result in one plain sentence, with its units: pages, Word and PDF say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from wholetime.forecast.engine.gap.closing import NEARLY, Limit, Plan
from wholetime.forecast.engine.gap.fair import Distribution
from wholetime.forecast.engine.gap.gaps import Gap
from wholetime.forecast.engine.gap.sensitivity import Bar, Indices


def fan(what: str, year: int, low: float, middle: float, high: float, today: float) -> str:
    """Of a fan's 80% interval: ``what`` is "Supply of midwives", say; all in WTE."""
    change = middle - today
    way = "as today" if wte(change) == wte(0) else f"{wte(abs(change))} {'more' if change > 0 else 'less'} than today"
    return f"{what} in {year} is put at {wte(middle)}, {way}; in 8 of 10 futures it is {wte(low)} to {wte(high)}."


def gap_said(gap: Gap, year: int) -> str:
    """The gap of a year with its 80% interval and the chance that there is one at all."""
    at = year - gap.first_year
    low, middle, high = gap.quantiles(0.1, 0.5, 0.9)[:, at]
    span = f"in 8 of 10 futures from {signed(low)} to {signed(high)}"
    chance = percent(float(gap.chance_above(0.0)[at]))
    return f"The gap in {year} is put at {signed(middle)}, {span}; the probability of any shortage is {chance}."


def bite(gap: Gap, size: float, chance: float) -> str:
    """When the gap first exceeds a size with a probability."""
    year = gap.first_bite(size, chance)
    words = f"a gap of more than {wte(size)} with a probability of {percent(chance)} or more"
    if year is None:
        return f"No year to {gap.years[-1]} has {words}."
    return f"{year} is the first year that has {words}."


def worst_place(gap: Gap, year: int, titles: Mapping[str, str]) -> str:
    """Where the gap is largest, by its median."""
    middles = gap.by_place(year, 0.5)[0]
    largest = int(middles.argmax())
    if middles[largest] <= 0:
        return f"No place is expected to be short of staff in {year}."
    place = titles.get(gap.places[largest], gap.places[largest])
    return f"In {year} the gap is largest in {place}, where it is put at {wte(middles[largest])}."


def swings(bars: Sequence[Bar], titles: Mapping[str, str], year: int) -> str:
    """What a tornado shows: the widest bar."""
    if not bars or bars[0].width == 0:
        return f"No assumption by itself moves the gap of {year}."
    widest = bars[0]
    ends = sorted((widest.low, widest.high))
    return (
        f"{titles.get(widest.name, widest.name)} moves the gap of {year} most by itself: "
        f"from {signed(ends[0])} to {signed(ends[1])}, where all else is central."
    )


def matters(indices: Sequence[Indices], titles: Mapping[str, str], year: int) -> str:
    """What Sobol's indices show: the assumption behind most of the uncertainty, alone and with others."""
    if not indices:
        return f"Nothing that the gap of {year} hangs on is uncertain."
    top = indices[0]
    return (
        f"{titles.get(top.name, top.name)} matters most to the gap of {year}: of its uncertainty "
        f"{percent(top.first)} comes from it alone, {percent(top.total)} with what it does together with others."
    )


def plan_said(plan: Plan) -> str:
    """Whether the gap can be closed, at what cost, and with what."""
    if plan.closed:
        return f"The gap can be closed for {pounds(plan.cost)} over the plan, at the least: {_mix(plan)}."
    worst = int(plan.remaining.argmax())
    return (
        f"The gap cannot be closed within these limits. At best {wte(plan.remaining[worst])} remain of "
        f"{plan.task.targets[worst]}; that costs {pounds(plan.cost)}: {_mix(plan)}."
    )


def limit_said(limit: Limit) -> str:
    """What one more of a limit would do."""
    if limit.lever is None:
        more = f"{pounds(limit.by)} more of budget in {limit.year}"
    else:
        more = f"One more {limit.lever.unit} in {limit.year} ({limit.lever.title})"
    if limit.closes > NEARLY:
        return f"{more} would close {limit.closes:,.1f} WTE more, summed over the years and groups of the plan."
    return f"{more} would save {pounds(limit.saves)} over the plan."


def shared_said(shared: Distribution, areas: Sequence[str]) -> str:
    """Who has least of the gap closed, and how much, in the fairest distribution."""
    worst = [area for area, closed in zip(areas, shared.closed, strict=True) if closed <= shared.worst + 1e-9]
    places = f"{shared.places.sum():,.0f} places" if shared.places.sum() != 1 else "1 place"
    return (
        f"{places} shared out fairly close {percent(shared.worst)} of the gap where least is closed "
        f"({', '.join(worst)}); nobody can have more without leaving somebody worse off with less."
    )


def wte(value: float) -> str:
    """Whole WTE from ten on, one decimal below."""
    text = f"{value:,.0f}" if abs(value) >= 9.95 else f"{value:,.1f}"
    return f"{'0' if float(text.replace(',', '')) == 0 else text} WTE"


def signed(value: float) -> str:
    """A gap as a shortage or a surplus."""
    if wte(value) == "0 WTE":
        return "0 WTE"
    return f"{wte(value)} short" if value > 0 else f"{wte(-value)} over"


def percent(share: float) -> str:
    """A share as a whole percentage; what is not quite nothing or all is not shown as that."""
    if 0 < share < 0.005:
        return "under 1%"
    return "over 99%" if 0.995 < share < 1 else f"{share * 100:.0f}%"


def amount(value: float) -> str:
    """A number of units."""
    return f"{value:,.0f}" if abs(value - round(value)) < 0.05 else f"{value:,.1f}"


def pounds(value: float) -> str:
    """Pounds, in millions from one million on."""
    return f"£{value / 1e6:,.1f} million" if abs(value) >= 999_500 else f"£{value:,.0f}"


def _mix(plan: Plan) -> str:
    """What is done: how many people, or the name of what is not counted in people, once for all groups."""
    totals: dict[str, float] = {}
    for units, lever in zip(plan.units.sum(axis=1), plan.task.levers, strict=True):
        people = lever.drives.partition(".")[0] in ("starts", "joining")
        words = lever.units if people else lever.title.partition(",")[0].lower()
        totals[words] = totals.get(words, 0.0) + (units if people or units <= NEARLY else np.inf)
    found = [(total, words) for words, total in totals.items() if total > NEARLY]
    done = [words if np.isinf(total) else f"{amount(total)} {words}" for total, words in found]
    return "; ".join(done) or "nothing to do"
