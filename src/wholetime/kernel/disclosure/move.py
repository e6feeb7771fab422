"""Search for another reading: a way to change hidden cells that nobody looking at the table could rule out.

A move shifts some cells by whole people so that every sum still holds. If a hidden cell takes part in a move,
then the true table and the moved one look the same from outside, and the cell's value is not given away.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from wholetime.kernel.disclosure.room import Room

TRIES = ((0, 500), (4, 5_000))
"""(eagerness, states looked at) of each attempt at one cell. The first is thorough, and enough for tables of
two dimensions; the second prefers moves that are nearly balanced, without which three dimensions are out of
reach. When both give up the cell is treated as given away, which is safe."""

CARRYING = ((0, 100), (4, 300))
"""The same for a move that is carried on from another table. Most of its way is given; what is not found soon is
seldom found at all."""


def cheapest_move[K: Hashable](room: Room[K], start: int, *, mute: bool = False) -> dict[int, int] | None:
    """A move of ``start`` that hides few people more: cell → shift, or None if none was found."""
    return _searched(room, {}, start, mute, TRIES)


def completed_move[K: Hashable](
    room: Room[K], given: Mapping[int, int], *, mute: bool = False
) -> dict[int, int] | None:
    """The move that begins with the shifts ``given`` and goes on in cells that are not frozen, or None."""
    return _searched(room, given, -1, mute, CARRYING)


def _searched[K: Hashable](
    room: Room[K], given: Mapping[int, int], start: int, mute: bool, tries: Sequence[tuple[int, int]]
) -> dict[int, int] | None:
    tolls = [(eagerness * room.policy.threshold, effort) for eagerness, effort in tries]
    return room.desk.move(given, start, tolls, mute=mute)
