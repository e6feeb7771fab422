"""Who works in an area, by one dimension at a time."""

from __future__ import annotations

from dataclasses import dataclass

from wholetime.insight.queries.asking import Answer, standing
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.insight.queries.whole import whole_headcounts

DIMENSIONS = ("staff_group", "role", "sector", "org", "band", "contract")
WIDE = ("nation", "region")
"""Areas with thousands of organisations: their pages list the levels below instead."""


@dataclass(frozen=True, slots=True)
class Baseline:
    dimension: str
    wte: Answer
    headcount: Answer


def baseline(view: Viewpoint, dimension: str) -> Baseline:
    if dimension != "sector":
        wte = standing(view, "wte", (dimension,), sectors=True)
        return Baseline(dimension, wte, standing(view, "headcount", (dimension,), sectors=True))
    wte = standing(view, "wte", sectors=True)
    return Baseline(dimension, wte, whole_headcounts(standing(view, "headcount", sectors=True), wte))


def dimensions(view: Viewpoint) -> tuple[str, ...]:
    return tuple(one for one in DIMENSIONS if one != "org" or view.node.kind not in WIDE)
