"""The shape of the workforce of an area: who works there by sector and staff group, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass

from wholetime.chassis.api import NodeValue, children
from wholetime.insight.queries.asking import Answer, beside, history, part, standing
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.insight.queries.whole import whole_headcounts

RATES = ("leaver_rate", "sickness_rate", "vacancy_rate", "patients_per_gp_wte")
BELOW = ("wte", "patients_per_gp_wte", "sickness_rate", "leaver_rate")
WIDE = ("nation", "region")
"""Areas whose organisations are those below their systems, and a few that belong nowhere."""
NEXT_LEVEL = {"nation": "region", "region": "system", "system": "place", "place": "neighbourhood"}


@dataclass(frozen=True, slots=True)
class Below:
    """What is directly below an area at one level, and its figures broken down by it."""

    level: str
    nodes: tuple[NodeValue, ...]
    figures: Answer

    @property
    def breakdown(self) -> str:
        return "org" if self.level == "organisation" else self.level


@dataclass(frozen=True, slots=True)
class Shape:
    """``england`` has the same rates of the whole country in the same periods, where they are published."""

    wte: Answer
    headcount: Answer
    groups: Answer
    rates: Answer
    before: Answer
    england: Answer
    past: Answer
    below: tuple[Below, ...]


def shape(view: Viewpoint) -> Shape:
    rates = tuple(figure for name in RATES for figure in standing(view, name))
    wte = standing(view, "wte", sectors=True)
    return Shape(
        wte=wte,
        headcount=whole_headcounts(standing(view, "headcount", sectors=True), wte),
        groups=standing(view, "wte", ("staff_group",), sectors=True),
        rates=rates,
        before=tuple(figure for name in RATES for figure in history(view, name)),
        england=beside(view, rates),
        past=history(view, "wte", sectors=True),
        below=below(view),
    )


def below(view: Viewpoint) -> tuple[Below, ...]:
    """The next level down, and the organisations that belong to the area directly; those with figures only."""
    nodes = children(view.node.code)
    found = []
    for level in (NEXT_LEVEL.get(view.node.kind), "organisation"):
        here = tuple(node for node in nodes if node.kind == level)
        if level is None or not here or (level == "organisation" and view.node.kind in WIDE):
            continue
        known = _known(view, level, {node.code for node in here})
        spoken = {part(figure, "org" if level == "organisation" else level) for figure in known}
        kept = here if level != "organisation" else tuple(node for node in here if node.code in spoken)
        if kept:
            found.append(Below(level, kept, known))
    return tuple(found)


def _known(view: Viewpoint, level: str, codes: set[str]) -> Answer:
    name = "org" if level == "organisation" else level
    asked = (figure for figure_name in BELOW for figure in standing(view, figure_name, (name,), figure_name == "wte"))
    return tuple(figure for figure in asked if part(figure, name) in codes)
