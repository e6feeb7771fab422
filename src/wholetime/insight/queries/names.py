"""The names of nodes that figures speak of, read together."""

from __future__ import annotations

from collections.abc import Iterable

from wholetime.chassis.api import NodeValue, nodes
from wholetime.insight.queries.asking import part
from wholetime.kernel.figure import Figure

type Names = dict[str, str]

AREAS = ("region", "system", "place", "neighbourhood")


def names_of(figures: Iterable[Figure], breakdown: str) -> Names:
    """Code → name of each node in ``breakdown``; a code that the tree lacks is its own name."""
    return names_of_codes((code for figure in figures if (code := part(figure, breakdown))), breakdown)


def names_of_codes(wanted: Iterable[str], breakdown: str) -> Names:
    codes = set(wanted)
    return {code: code for code in codes} | {node.code: _name(node, breakdown) for node in nodes(codes)}


def _name(node: NodeValue, breakdown: str) -> str:
    """An area among organisations is the employer of that name, not all who work in it."""
    return f"{node.name} (its own staff)" if breakdown == "org" and node.kind in AREAS else node.name
