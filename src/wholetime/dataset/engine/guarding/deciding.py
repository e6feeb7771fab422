"""Deciding a layer: around the layers that lack one of its columns, and for as many sets as can be proved safe.

The layer without columns is decided first, then those of one column around it, then those of two around these. What
a wider layer withholds stays withheld and what it shows stays shown, so that answers to different questions agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from wholetime.dataset.engine.guarding.layer import Layer
from wholetime.dataset.engine.guarding.table import Table
from wholetime.kernel.disclosure import DisclosureError

FLOORS = (0, 100, 1_000, 10_000)
"""How many people a set must have for its numbers by two columns: the first of these that can be proved safe."""

WIDEST = 2
"""Columns that numbers are given by. By three nothing was ever proved: the layers around one share too much."""


def decided(layer: Layer, margins: Sequence[Layer] = ()) -> Layer:
    """``layer`` with what is withheld of it, around ``margins``: the layers that lack one of its columns each, in the
    order of columns.
    """
    if is_plain(layer, margins):
        return layer
    for floor in _floors(layer, margins):
        table = Table(replace(layer, floor=floor), margins)
        with suppress(DisclosureError):
            return replace(layer, settled=table.settled(), floor=floor, reach=table.reach if floor else {})
    return replace(layer, floor=None)


def is_plain(layer: Layer, margins: Sequence[Layer]) -> bool:
    """Is nobody few, here or in the layers around?"""
    counts, policy = layer.counts, layer.policy
    few = any(policy.is_primary(people) for held in counts.units.values() for people in held.values())
    hidden = any(margin.settled.moves or margin.floor != 0 for margin in margins)
    return not few and not hidden and len(layer.columns) <= WIDEST


def _floors(layer: Layer, margins: Sequence[Layer]) -> Sequence[int]:
    if len(layer.columns) > WIDEST or any(margin.floor != 0 for margin in margins):
        return ()
    return FLOORS if len(layer.columns) == WIDEST else FLOORS[:1]
