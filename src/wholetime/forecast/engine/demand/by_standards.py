"""Need by workload standards alone: the activity of a year × time for each unit, whatever staff is in post."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from wholetime.forecast.engine.demand.projected import Projection
from wholetime.forecast.engine.demand.standards import Workload, age_weights, working_time

AHEAD = 10
"""Years on, for which a projection is asked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """WTE that a standard asks for ``units`` of a pathway, at the low, middle and high of its hours.

    ``later`` is the middle ``AHEAD`` years on, when the residents are as an official projection has them; without one
    they stay as they are, and so does the need.
    """

    standard: Workload
    units: float
    low: float
    middle: float
    high: float
    later: float


def by_standards(
    activity: Mapping[str, float], workloads: Sequence[Workload], first: date, projection: Projection | None
) -> Iterator[Asked]:
    """For each standard whose pathway has ``activity`` (units a year, or at a time) in the year that ends ``first``."""
    present = float(working_time().present)
    for one in workloads:
        units = activity.get(one.pathway)
        if units:
            low, middle, high = (
                units * hours / present for hours in (one.hours.low, one.hours.central, one.hours.high)
            )
            yield Asked(one, units, low, middle, high, middle * _course(one.pathway, first, projection))


def _course(pathway: str, first: date, projection: Projection | None) -> float:
    """Work of the pathway ``AHEAD`` years on, as a share of that at first."""
    if projection is None:
        return 1.0
    weights = age_weights(pathway, projection.sexes, projection.ages)
    return float(projection.course(weights, first, AHEAD + 1)[-1])
