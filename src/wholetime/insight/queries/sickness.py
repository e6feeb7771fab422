"""Sickness absence, month by month, judged by the rules of statistical process control."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from wholetime.insight.queries.asking import Answer, beside, history, part, public, standing
from wholetime.insight.queries.names import Names, names_of
from wholetime.insight.queries.shape import NEXT_LEVEL
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.kernel.figure import Figure

NAME = "sickness_rate"
WIDE = ("nation", "region")


@dataclass(frozen=True, slots=True)
class Sickness:
    """``past`` runs over all months held; ``series`` the same for each unit of ``level``."""

    now: Answer
    past: Answer
    england: Answer
    england_past: Answer
    series: dict[str, Answer]
    level: str
    names: Names


def sickness(view: Viewpoint) -> Sickness:
    level = NEXT_LEVEL[view.node.kind] if view.node.kind in WIDE else "org"
    units = history(view, NAME, (level,))
    now = standing(view, NAME)
    return Sickness(
        now=now,
        past=history(view, NAME),
        england=beside(view, now),
        england_past=public(view, NAME, ("source", "period")),
        series=_series(units, level),
        level=level,
        names=names_of(units, level),
    )


def _series(units: Answer, level: str) -> dict[str, Answer]:
    found: dict[str, list[Figure]] = defaultdict(list)
    for figure in units:
        code = part(figure, level)
        if code is not None:
            found[code].append(figure)
    return {code: tuple(figures) for code, figures in found.items()}
