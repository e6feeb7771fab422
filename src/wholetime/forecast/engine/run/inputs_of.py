"""Inputs of a projection from what is counted: rates of leaving and joining, pooled over staff groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from wholetime.forecast.engine.run.question import Question, QuestionRefused
from wholetime.forecast.engine.run.reading import OLDEST, Counted, Flow
from wholetime.forecast.engine.supply import (
    Cells,
    Inputs,
    Kind,
    Participation,
    Rates,
    Recruits,
    Spread,
)
from wholetime.forecast.engine.uncertain import Floats

POOLED = 50.0
"""Leavers' worth of evidence that a group takes from all groups together: below as many, the common rate has more say
than its own. Our own choice."""
OTHER_YEARS = 0.12
"""How much a year's flows stray from their mean, as the standard deviation of a logarithm, where the past held is too
short to show it. Our own choice, not checked."""


def inputs_of(question: Question, staff: Counted) -> Inputs:
    """Raises QuestionRefused where nobody is known to leave or join."""
    cells = _cells(question, staff)
    leaving, lost = _rate(staff, staff.leavers)
    joining, gained = _rate(staff, staff.joiners)
    if not lost.any():
        raise QuestionRefused("no leavers are counted here, so a stock and flow has nothing to go by")
    shares = staff.ages[np.newaxis, np.newaxis]
    per_head = _participation(staff)
    return Inputs(
        cells=cells,
        first_year=staff.at.year,
        stock=staff.heads[np.newaxis, :, np.newaxis, np.newaxis] * shares,
        participation=Participation(_over(per_head, cells), Spread.alike(cells, yearly=0.01)),
        leaving=Rates(_over(np.minimum(leaving, 0.95), cells), _spread(cells, lost)),
        routes=(
            Recruits(
                "joiners",
                Kind.OTHER_RECRUIT,
                (joining * staff.heads)[np.newaxis, np.newaxis, :],
                staff.ages,
                _spread(cells, gained),
            ),
        ),
        unexplained=_unexplained(staff),
        assumed=tuple(_assumed(staff, leaving)),
    )


def _cells(question: Question, staff: Counted) -> Cells:
    ages = None if staff.first_age is None else tuple(range(staff.first_age, OLDEST + 1))
    return Cells((question.scope,), staff.groups, ages, staff.sexes)


def _over(values: Floats, cells: Cells) -> Floats:
    """[group] → [year, place, group, age, sex]."""
    return np.broadcast_to(values[np.newaxis, np.newaxis, :, np.newaxis, np.newaxis], (1, *cells.shape)).copy()


def _rate(staff: Counted, flows: Sequence[Flow]) -> tuple[Floats, Floats]:
    """Flows a year for each head [group], pooled, and how many people each group's own rate rests on."""
    own, years = np.zeros(len(staff.groups)), np.zeros(len(staff.groups))
    common, all_years = 0.0, 0.0
    for flow in flows:
        known = np.isfinite(flow.heads)
        own += np.where(known, flow.heads, 0)
        years += np.where(known, staff.heads * flow.years, 0)
        everybody = np.isfinite(flow.total)
        common += flow.total if everybody else np.nansum(flow.heads)
        all_years += flow.years * (staff.heads.sum() if everybody else staff.heads[known].sum())
    pooled = common / all_years if all_years else 0.0
    if not pooled:
        return np.zeros(len(staff.groups)), np.zeros(len(staff.groups))
    prior = POOLED / pooled  # years of work that POOLED people at the common rate stand for
    return (own + POOLED) / (years + prior), own + POOLED


def _spread(cells: Cells, people: Floats) -> Spread:
    """A rate that rests on n people is known to about 1/√n of itself; years stray besides."""
    found = Spread.alike(cells, group=0.05, yearly=OTHER_YEARS)
    own = 1 / np.sqrt(np.maximum(people, 1))
    return Spread(found.group, own[np.newaxis, :], found.yearly, found.drift, found.together)


def _participation(staff: Counted) -> Floats:
    known = np.isfinite(staff.wte) & (staff.heads > 0)
    shares = np.divide(staff.wte, staff.heads, out=np.full(len(staff.groups), np.nan), where=known)
    middle = np.nansum(staff.wte[known]) / staff.heads[known].sum() if known.any() else 1.0
    return np.where(known, shares, middle)


def _unexplained(staff: Counted) -> Floats | None:
    """[span, place, group]: what the stock grew by beyond joiners less leavers, where flows lie between counts."""
    spans: list[Floats] = []
    joined = {(flow.start, flow.end): flow.heads for flow in staff.joiners}
    before = dict(zip(list(staff.stocks)[1:], staff.stocks, strict=False))
    for flow in staff.leavers:
        earlier = before.get(flow.end)
        if earlier is None or (flow.start - earlier).days not in (0, 1) or (flow.start, flow.end) not in joined:
            continue
        grown = staff.stocks[flow.end] - staff.stocks[earlier]
        spans.append(grown - (joined[flow.start, flow.end] - flow.heads))
    return np.array(spans)[:, np.newaxis, :] if spans else None


def _assumed(staff: Counted, leaving: Floats) -> Iterator[str]:
    first, last = min(flow.start for flow in staff.leavers), max(flow.end for flow in staff.leavers)
    months = round(sum(flow.years for flow in staff.leavers) * 12)
    yield (
        f"Leavers and joiners of {months} months ({first:%B %Y} to {last:%B %Y}) stand for every year to come; "
        "seasons within the year are not known apart."
    )
    yield "As many people join each year as did then, whatever the number of posts."
    yield f"Rates of staff groups lean on the common rate with the weight of {POOLED:.0f} people."
    if staff.first_age is None:
        yield "Ages are not published here: everybody leaves at the rate of their group, and retirement is part of it."
    else:
        yield "Each staff group has the ages and sexes of all groups together: they are not held by group."
    if staff.withheld:
        yield f"{len(staff.withheld)} staff groups are too small to be shown and are not part of the forecast."
    unknown = [group for group, heads in zip(staff.groups, _known(staff), strict=True) if not heads]
    if unknown:
        yield f"The leavers of {len(unknown)} staff groups are withheld: these leave at the common rate."


def _known(staff: Counted) -> Floats:
    return np.sum([np.isfinite(flow.heads) for flow in staff.leavers], axis=0).astype(np.float64)
