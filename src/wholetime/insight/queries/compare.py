"""Up to four areas side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wholetime.chassis.api import NodeValue, ancestors, children, codes_under, nodes, resolve
from wholetime.insight.queries.asking import Answer, standing
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.insight.queries.whole import whole_headcounts

MOST = 4
COMPARED = (
    "wte",
    "headcount",
    "leaver_rate",
    "stability_index",
    "sickness_rate",
    "vacancy_rate",
    "patients_per_gp_wte",
    "patients_per_wte",
    "need_weighted_patients_per_wte",
    "aged_55_and_over",
)
BY_SECTOR = ("wte", "headcount", "aged_55_and_over")
"""Figures that mean something else in each sector."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """``figures`` of each of ``areas``, in the same order; ``offered`` are those that might be chosen."""

    areas: tuple[NodeValue, ...]
    figures: tuple[Answer, ...]
    offered: tuple[NodeValue, ...]


def compare(view: Viewpoint, codes: Sequence[str]) -> Comparison:
    """The viewpoint's area and up to three more; those out of the person's rights, or unknown, are left out."""
    wanted = dict.fromkeys([view.node.code, *(resolve(code) for code in codes if code)])
    seen = codes_under(view.rights.roots)
    allowed = [code for code in wanted if code is not None and (view.rights.everything or code in seen)][:MOST]
    held = {node.code: node for node in nodes(allowed)}
    areas = tuple(held[code] for code in allowed if code in held)
    return Comparison(areas, tuple(_figures(view.at(node)) for node in areas), candidates(view))


def candidates(view: Viewpoint) -> tuple[NodeValue, ...]:
    """Areas beside this one and directly below it, as far as the person may see."""
    seen = set(codes_under(view.rights.roots))
    chain = ancestors(view.node.code)
    siblings = children(chain[-2].code) if len(chain) > 1 else []
    near = [node for node in (*siblings, *children(view.node.code)) if node.code != view.node.code]
    return tuple(node for node in near if node.code in seen)


def _figures(view: Viewpoint) -> Answer:
    held = {name: standing(view, name, sectors=name in BY_SECTOR) for name in COMPARED}
    held["headcount"] = whole_headcounts(held["headcount"], held["wte"])
    found = (figure for figures in held.values() for figure in figures)
    return tuple(figure for figure in found if not _unaged(figure.definition.name, figure.numerator))


def _unaged(name: str, numerator: object) -> bool:
    """Sources that do not know ages count nobody as older."""
    return name == "aged_55_and_over" and not numerator
