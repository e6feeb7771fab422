"""Deciding a layer: around the layers that lack one of its columns, and for as many sets as can be proved safe.

The layer without columns is decided first, then those of one column around it, then those of two around these. What
a wider layer withholds stays withheld and what it shows stays shown, so that answers to different questions agree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from wholetime.dataset.engine.guarding.counts import Counts
from wholetime.dataset.engine.guarding.layer import Layer
from wholetime.dataset.engine.guarding.nest import Nest
from wholetime.dataset.engine.guarding.table import Table
from wholetime.kernel.disclosure import DisclosureError, Policy

FLOORS = (0, 100, 1_000, 10_000)
"""How many people a set must have for its numbers by two columns: the first of these that can be proved safe."""

WIDEST = 2
"""Columns that numbers are given by. By three nothing was ever proved: the layers around one share too much."""


def decided(
    columns: tuple[str, ...], counts: Counts, nested: Callable[[], Nest], policy: Policy, margins: Sequence[Layer] = ()
) -> Layer:
    """The layer of ``columns``, around ``margins``: the layers that lack one column each, in the order of columns."""
    if len(columns) > WIDEST or any(margin.floor != 0 for margin in margins):
        return Layer(columns, counts, nested, policy, floor=None)
    few = any(policy.is_primary(people) for held in counts.units.values() for people in held.values())
    if not few and not any(margin.settled.moves for margin in margins):
        return Layer(columns, counts, nested, policy)
    for floor in FLOORS if len(columns) == WIDEST else FLOORS[:1]:
        table = Table(Layer(columns, counts, nested, policy, floor=floor), margins)
        with suppress(DisclosureError):
            return Layer(columns, counts, nested, policy, table.settled(), floor, table.reach if floor else {})
    return Layer(columns, counts, nested, policy, floor=None)
