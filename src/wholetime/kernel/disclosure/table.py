"""Cross-tabulations: all the totals of a table of leaf counts, and the sums that tie them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wholetime.kernel.disclosure.policy import DisclosureError, Relation

TOTAL = "total"

Cell = tuple[str, ...]
"""One category for each dimension, in the order the dimensions are named."""

Hierarchy = Mapping[str, str]
"""Category → the category it is counted in: ``{"RM3": "Salford", "Salford": "Greater Manchester"}``."""


def table(
    leaves: Mapping[Cell, int],
    dimensions: Sequence[str],
    hierarchies: Mapping[str, Hierarchy] | None = None,
) -> tuple[dict[Cell, int], list[Relation[Cell]]]:
    """Cells and relations of the full cross-tabulation of ``leaves``, for things that add up.

    Each dimension has one total, ``TOTAL``, unless ``hierarchies`` names its tree. A combination that is not
    in ``leaves`` does not exist. Raises DisclosureError for a cell of the wrong width, or a tree that counts
    a category in itself or totals over a leaf.
    """
    unknown = set(hierarchies or {}) - set(dimensions)
    if unknown or any(len(cell) != len(dimensions) for cell in leaves):
        raise DisclosureError(f"cells and hierarchies must be over the dimensions {list(dimensions)}")
    trees = [
        (hierarchies or {}).get(name) or dict.fromkeys({cell[position] for cell in leaves}, TOTAL)
        for position, name in enumerate(dimensions)
    ]
    cells = dict(leaves)
    for position, tree in enumerate(trees):
        cells = _with_totals(cells, position, tree)
    return cells, [relation for position, tree in enumerate(trees) for relation in _relations(cells, position, tree)]


def _with_totals(cells: Mapping[Cell, int], position: int, tree: Hierarchy) -> dict[Cell, int]:
    """``cells`` followed by the totals of one dimension at every level of its tree."""
    grown = dict(cells)
    for cell, count in cells.items():
        for category in _counted_in(cell[position], tree):
            total = _at(cell, position, category)
            if total in cells:
                raise DisclosureError(f"{total!r} is both a leaf and a total")
            grown[total] = grown.get(total, 0) + count
    return grown


def _relations(cells: Mapping[Cell, int], position: int, tree: Hierarchy) -> list[Relation[Cell]]:
    parts: dict[Cell, list[Cell]] = {}
    for cell in cells:
        if cell[position] in tree:
            parts.setdefault(_at(cell, position, tree[cell[position]]), []).append(cell)
    return [Relation(total, tuple(members)) for total, members in parts.items()]


def _counted_in(category: str, tree: Hierarchy) -> list[str]:
    """The categories above ``category``, nearest first."""
    above: list[str] = []
    while category in tree:
        category = tree[category]
        if category in above:
            raise DisclosureError(f"{category!r} is counted in itself")
        above.append(category)
    return above


def _at(cell: Cell, position: int, category: str) -> Cell:
    return (*cell[:position], category, *cell[position + 1 :])
