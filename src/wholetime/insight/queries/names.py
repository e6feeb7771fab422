"""The names of nodes that figures speak of, read together."""

from __future__ import annotations

from collections.abc import Iterable

from wholetime.chassis.api import nodes
from wholetime.insight.queries.asking import part
from wholetime.kernel.figure import Figure

type Names = dict[str, str]


def names_of(figures: Iterable[Figure], breakdown: str) -> Names:
    """Code → name of each node in ``breakdown``; a code that the tree lacks is its own name."""
    codes = {code for figure in figures if (code := part(figure, breakdown))}
    return {code: code for code in codes} | {node.code: node.name for node in nodes(codes)}
