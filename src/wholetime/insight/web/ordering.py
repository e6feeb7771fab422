"""Figures put in the order and the groups in which a page shows them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from wholetime.chassis.web.page import Tile
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


def told_apart(tiles: Iterable[Tile]) -> tuple[Tile, ...]:
    """``tiles``, with the publication in the title of each that shares it with another."""
    every = tuple(tiles)
    times = Counter(tile.title for tile in every)
    return tuple(
        replace(tile, title=f"{tile.title}, {_within_a_title(tile.figure)}") if times[tile.title] > 1 else tile
        for tile in every
    )


def _within_a_title(figure: Figure) -> str:
    name = publication(figure)
    return name if name.split()[0].isupper() else name[0].lower() + name[1:]
