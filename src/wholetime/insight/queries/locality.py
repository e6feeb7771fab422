"""A figure by place, with the shapes of the places on the map."""

from __future__ import annotations

from dataclasses import dataclass

from wholetime.chassis.api import Boundaries, boundaries
from wholetime.insight.queries.asking import Answer, part, standing
from wholetime.insight.queries.viewpoint import Viewpoint

MAPPED = (
    "patients_per_gp_wte",
    "patients_per_wte",
    "need_weighted_patients_per_wte",
    "residents_per_wte",
    "fully_qualified_gp_wte",
    "leaver_rate",
    "sickness_rate",
    "vacancy_rate",
    "patients",
    "population",
)
"""Figures that may be told apart by place."""


@dataclass(frozen=True, slots=True)
class Locality:
    """``boundaries`` are none where fewer than two places that have a figure are on the map."""

    name: str
    figures: Answer
    boundaries: Boundaries
    offered: tuple[tuple[str, str], ...]


def locality(view: Viewpoint, name: str) -> Locality:
    """The figure ``name`` by place, or the first that is held."""
    held = {one: standing(view, one, ("place",)) for one in MAPPED}
    known = {one: figures for one, figures in held.items() if any(figure.value is not None for figure in figures)}
    chosen = name if name in known else next(iter(known), MAPPED[0])
    offered = tuple((one, figures[0].definition.title) for one, figures in known.items())
    figures = _one_a_place(held[chosen])
    within = boundaries().around({place for figure in figures if (place := part(figure, "place")) is not None})
    return Locality(chosen, figures, within, offered)


def _one_a_place(figures: Answer) -> Answer:
    """The newest of each place, where several sources count it."""
    newest = {part(figure, "place"): figure for figure in sorted(figures, key=lambda one: one.period.end)}
    return tuple(figure for place, figure in newest.items() if place is not None)
