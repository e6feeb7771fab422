"""Which months there is anything to see of."""

from __future__ import annotations

from wholetime.insight.queries.asking import periods
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.kernel.period import Period, month_of

COUNTED = ("wte", "leaver_rate", "sickness_rate")


def months_held(view: Viewpoint) -> tuple[Period, ...]:
    """The months in which some number of the area was counted or a year of it ended, newest first."""
    whole = view.without_filters()
    ends = {month_of(period.end) for name in COUNTED for _, period in periods(whole, name)}
    if view.month is not None:
        ends.add(view.month)
    return tuple(sorted(ends, reverse=True))
