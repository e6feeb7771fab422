"""Primary and secondary suppression of a table of counts of people."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from wholetime.kernel.disclosure.move import cheapest_move
from wholetime.kernel.disclosure.policy import DEFAULT, DisclosureError, Policy, Protected, Relation
from wholetime.kernel.disclosure.room import Room
from wholetime.kernel.disclosure.system import system_of, true_values
from wholetime.kernel.figure import Suppression


def protect[K: Hashable](
    cells: Mapping[K, int], relations: Sequence[Relation[K]], policy: Policy = DEFAULT
) -> dict[K, Protected]:
    """Every cell as it may be shown, in the order given.

    ``cells`` and ``relations`` are everything one person can see, over as many tables as it takes: protect
    once, then slice. Each withheld cell is left with at least two values that fit all that is shown and the
    reasons given. Raises DisclosureError when the counts contradict the relations.
    """
    system = system_of(cells, relations)
    room = Room(system, true_values(system, cells), policy)
    room.hidden = {index for index, key in enumerate(system.keys) if policy.is_primary(cells[key])}
    _hide_until_safe(room)
    reasons = _reasons(room)
    return {key: _cell(room, index, reasons) for index, key in enumerate(system.keys)}


def _hide_until_safe[K: Hashable](room: Room[K]) -> None:
    safe: set[int] = set()
    for cell in sorted(room.hidden):
        if cell not in safe:
            safe |= _make_room(room, cell)


def _make_room[K: Hashable](room: Room[K], cell: int) -> set[int]:
    """Hide what a move of ``cell`` needs hidden; the cells that the move makes safe."""
    move = cheapest_move(room, cell)
    if move is None:
        # Telling the reason can itself give a count away: parts of 1, 1, 1 and 1 under a total "below five".
        move = cheapest_move(room, cell, mute=True) or _hide_everything_near(room, cell)
        room.mute(_hide(room, move))
    return _hide(room, move)


def _hide_everything_near[K: Hashable](room: Room[K], cell: int) -> dict[int, int]:
    """The last resort, when the search gives up: withhold all that any chain of sums joins to ``cell``."""
    near = next(group for group in room.system.components(range(room.system.size)) if cell in group)
    room.hide({other for other in near if not room.system.is_slack(other) and room.values[other]})
    move = cheapest_move(room, cell, mute=True)
    if move is None:
        raise DisclosureError(f"no safe way was found to show anything near {room.system.keys[cell]!r}")
    return move


def _hide[K: Hashable](room: Room[K], move: dict[int, int]) -> set[int]:
    outside = {cell for cell in move if not room.system.is_slack(cell)}
    room.hide({cell for cell in outside if room.price(cell, move[cell], mute=True) != 0})
    return outside & room.hidden


def _reasons[K: Hashable](room: Room[K]) -> dict[int, Suppression]:
    """Why each hidden cell is hidden. Where a reason would tell too much, all its neighbours share the vaguer one."""
    reasons = {}
    for group in room.system.components(sorted(room.hidden)):
        vague = bool(group & room.muted)
        for cell in group:
            primary = room.policy.is_primary(room.values[cell]) and not vague
            reasons[cell] = Suppression.PRIMARY if primary else Suppression.SECONDARY
    return reasons


def _cell[K: Hashable](room: Room[K], index: int, reasons: dict[int, Suppression]) -> Protected:
    if index in reasons:
        return Protected(None, reasons[index])
    return Protected(room.policy.shown(room.values[index]))
