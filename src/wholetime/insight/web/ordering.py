"""Figures put in the order and the groups in which a page shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wholetime.insight.queries.asking import part
from wholetime.insight.queries.viewpoint import SECTORS
from wholetime.insight.web.naming import sector_title
from wholetime.kernel.figure import Figure

type Grouped = dict[str, list[Figure]]


def in_sector_order(figures: Iterable[Figure]) -> list[Figure]:
    """Sector by sector, largest source first; within one, figures of the same source together."""
    order = {code: number for number, code in enumerate(SECTORS)}
    return sorted(
        figures,
        key=lambda figure: (
            order.get(part(figure, "sector") or "", len(order)),
            sector_title(figure) not in SECTORS.values(),
        ),
    )


def by_sector(figures: Iterable[Figure]) -> Grouped:
    """Title → its figures; network staff apart from practices."""
    found: Grouped = {}
    for figure in in_sector_order(figures):
        found.setdefault(sector_title(figure), []).append(figure)
    return found


def by_source(figures: Iterable[Figure]) -> Grouped:
    """Publication → its figures: what two publications count differs, so no line may join them."""
    found: Grouped = {}
    for figure in figures:
        found.setdefault(publication(figure), []).append(figure)
    return found


def publication(figure: Figure) -> str:
    """The publication's name, up to its first stop or ``by``."""
    named = figure.sources[0].publication if figure.sources else "Not held"
    return re.split(r":|,| by ", named, maxsplit=1)[0]
