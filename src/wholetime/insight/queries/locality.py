"""A figure by place, with the shapes of the places on the map."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from wholetime.chassis.api import ancestors, node, resolve
from wholetime.insight.queries.asking import Answer, part, standing
from wholetime.insight.queries.viewpoint import Viewpoint

SHAPES = "geography/gm_local_authority_2023_super_generalised.geojson"
CODE, NAME = "area_code", "area_name"
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
    """``shapes`` is a GeoJSON collection; ``places`` says which place each of its areas is."""

    name: str
    figures: Answer
    shapes: dict[str, Any]
    places: dict[str, str]
    offered: tuple[tuple[str, str], ...]


def locality(view: Viewpoint, name: str) -> Locality:
    """The figure ``name`` by place, or the first that is held."""
    held = {one: standing(view, one, ("place",)) for one in MAPPED}
    known = {one: figures for one, figures in held.items() if any(figure.value is not None for figure in figures)}
    chosen = name if name in known else next(iter(known), MAPPED[0])
    shapes = area_shapes(settings.DATA / SHAPES)
    codes = [feature["properties"][CODE] for feature in shapes["features"]]
    places = {code: place for code in codes if (place := place_of(code)) is not None}
    offered = tuple((one, figures[0].definition.title) for one, figures in known.items())
    return Locality(chosen, _one_a_place(held[chosen]), shapes, places, offered)


def _one_a_place(figures: Answer) -> Answer:
    """The newest of each place, where several sources count it."""
    newest = {part(figure, "place"): figure for figure in sorted(figures, key=lambda one: one.period.end)}
    return tuple(figure for place, figure in newest.items() if place is not None)


@cache
def area_shapes(file: Path) -> dict[str, Any]:
    """The bundled boundaries; none where the file is not there."""
    if not file.exists():
        return {"type": "FeatureCollection", "features": []}
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def place_of(code: str) -> str | None:
    """The place that the council area ``code`` is: of the council's own node, the place above it."""
    found = resolve(code)
    if found is None:
        return None
    held = node(found)
    if held is not None and held.kind == "place":
        return found
    return next((above.code for above in ancestors(found) if above.kind == "place"), None)
