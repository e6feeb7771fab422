"""Boundaries of places, for maps that are drawn on the server."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from wholetime.chassis.queries.organisations import ancestors, node, resolve

SHAPES = "geography/gm_local_authority_2023_super_generalised.geojson"
CREDIT = "Boundaries: Office for National Statistics, 2023, super generalised; contains OS data © Crown copyright."
HELD = "Boundaries are bundled for Greater Manchester."
NOWHERE: dict[str, Any] = {"type": "FeatureCollection", "features": []}


@dataclass(frozen=True, slots=True)
class Boundaries:
    """``shapes`` is a GeoJSON collection; ``places`` says which place each of its areas is.

    ``key`` and ``name`` are the properties of a shape that hold its area's code and name.
    """

    shapes: dict[str, Any]
    places: dict[str, str]
    key: str = "area_code"
    name: str = "area_name"

    def around(self, wanted: Collection[str]) -> Boundaries:
        """All of them, where two or more of the places ``wanted`` are among them; a map of one place says nothing."""
        return self if len({*self.places.values()} & {*wanted}) > 1 else Boundaries(NOWHERE, {})

    def values[Value](self, by_place: dict[str, Value]) -> dict[str, Value]:
        """The value of each area, by its code, from those of places."""
        return {area: by_place[place] for area, place in self.places.items() if place in by_place}


def boundaries() -> Boundaries:
    """All that are bundled; none where the file is not there."""
    shapes = _shapes(settings.DATA / SHAPES)
    codes = [feature["properties"]["area_code"] for feature in shapes["features"]]
    return Boundaries(shapes, {code: place for code in codes if (place := _place_of(code)) is not None})


@cache
def _shapes(file: Path) -> dict[str, Any]:
    if not file.exists():
        return NOWHERE
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _place_of(code: str) -> str | None:
    """The place that the council area ``code`` is: of the council's own node, the place above it."""
    found = resolve(code)
    if found is None:
        return None
    held = node(found)
    if held is not None and held.kind == "place":
        return found
    return next((above.code for above in ancestors(found) if above.kind == "place"), None)
