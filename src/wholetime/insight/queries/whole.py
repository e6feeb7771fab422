"""Headcounts that count everybody."""

from __future__ import annotations

from wholetime.insight.queries.asking import Answer, part
from wholetime.kernel.figure import Figure
from wholetime.kernel.period import Period

type Kind = tuple[str | None, str | None, Period]


def whole_headcounts(headcount: Answer, wte: Answer) -> Answer:
    """Without those below the WTE of the same sector, source and period: they count some staff groups only.

    The yearly practice file, for one, has WTE of all its groups and heads of GPs alone.
    """
    known = {_kind(figure): figure.value for figure in wte if figure.value is not None}
    return tuple(
        figure for figure in headcount if figure.value is None or figure.value >= known.get(_kind(figure), figure.value)
    )


def _kind(figure: Figure) -> Kind:
    return part(figure, "sector"), part(figure, "source"), figure.period
