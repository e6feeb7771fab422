"""Who works in an area, by one dimension at a time."""

from __future__ import annotations

from dataclasses import dataclass

from wholetime.insight.queries.asking import Answer, standing
from wholetime.insight.queries.viewpoint import Viewpoint

DIMENSIONS = ("staff_group", "role", "sector", "org", "band", "contract")
WIDE = ("nation", "region")
"""Areas with thousands of organisations: their pages list the levels below instead."""


@dataclass(frozen=True, slots=True)
class Baseline:
    dimension: str
    wte: Answer
    headcount: Answer


def baseline(view: Viewpoint, dimension: str) -> Baseline:
    by = () if dimension == "sector" else (dimension,)
    return Baseline(dimension, standing(view, "wte", by, sectors=True), standing(view, "headcount", by, sectors=True))


def dimensions(view: Viewpoint) -> tuple[str, ...]:
    return tuple(one for one in DIMENSIONS if one != "org" or view.node.kind not in WIDE)
