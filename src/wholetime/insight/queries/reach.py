"""Patients and residents for each WTE, beside those of peers."""

from __future__ import annotations

from dataclasses import dataclass

from wholetime.chassis.api import ancestors
from wholetime.insight.queries.asking import Answer, asked_period, beside, history, part, public, standing
from wholetime.insight.queries.names import Names, names_of
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.kernel.figure import Figure

RATIOS = ("patients_per_gp_wte", "patients_per_wte", "need_weighted_patients_per_wte", "residents_per_wte")
WHOLES = ("patients", "population", "fully_qualified_gp_wte")
PEERS = {"region": "nation", "system": "nation", "place": "nation", "neighbourhood": "system", "organisation": "place"}
"""Whose children's children an area is compared with: a practice with those of its place, a place with England's."""


@dataclass(frozen=True, slots=True)
class Strip:
    """The figure of the area and those of its peers, itself among them, by code."""

    name: str
    values: Answer
    level: str


@dataclass(frozen=True, slots=True)
class Reach:
    now: Answer
    wholes: Answer
    england: Answer
    past: Answer
    strips: tuple[Strip, ...]
    peers_of: str
    names: Names


def reach(view: Viewpoint) -> Reach:
    held = (figure for name in RATIOS for figure in standing(view, name, sectors=name == "residents_per_wte"))
    now = tuple(figure for figure in held if figure.value is not None)
    level = "org" if view.node.kind == "organisation" else view.node.kind
    wider = next((node for node in ancestors(view.node.code) if node.kind == PEERS.get(view.node.kind)), None)
    strips = tuple(_strip(view, figure.definition.name, figure, level, wider.code) for figure in now) if wider else ()
    kept = tuple(strip for strip in strips if len(strip.values) > 2)
    return Reach(
        now=now,
        wholes=tuple(figure for name in WHOLES for figure in standing(view, name)),
        england=beside(view, now),
        past=history(view, "patients_per_gp_wte"),
        strips=kept,
        peers_of=wider.name if wider else "",
        names=names_of((figure for strip in kept for figure in strip.values), level),
    )


def _strip(view: Viewpoint, name: str, own: Figure, level: str, area: str) -> Strip:
    """Peers' public figures of the same source and period."""
    parts = (level, "sector", "source") if part(own, "sector") else (level, "source")
    found = public(view, name, parts, asked_period(own.period), area)
    same = (one for one in found if one.period == own.period and _kind(one) == _kind(own))
    return Strip(name, tuple(one for one in same if one.value is not None and part(one, level)), level)


def _kind(figure: Figure) -> tuple[str | None, str | None]:
    return part(figure, "source"), part(figure, "sector")
