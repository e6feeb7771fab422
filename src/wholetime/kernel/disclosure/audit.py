"""The differencing check, by those who hold the true counts, over a view already put together."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from wholetime.kernel.disclosure.move import cheapest_move
from wholetime.kernel.disclosure.policy import DEFAULT, Policy, Protected, Relation
from wholetime.kernel.disclosure.room import Room
from wholetime.kernel.disclosure.system import System, system_of, true_values
from wholetime.kernel.figure import Suppression


def exposed[K: Hashable](
    cells: Mapping[K, int],
    view: Mapping[K, Protected],
    relations: Sequence[Relation[K]],
    policy: Policy = DEFAULT,
) -> set[K]:
    """The withheld cells of ``view`` for which no second value was found that fits everything shown.

    It errs on the safe side: a cell is cleared only by exhibiting another table that looks the same. Use it
    on the union of what one person can see when the parts were protected separately.
    """
    system = system_of(cells, relations)
    hidden = {index for index, key in enumerate(system.keys) if view[key].value is None}
    room = Room(system, true_values(system, cells), policy, hidden, may_hide=False)
    room.muted = without_reasons(system, view, hidden)
    safe: set[int] = set()
    for cell in sorted(hidden):
        if cell not in safe:
            safe |= set(cheapest_move(room, cell) or ())
    return {system.keys[cell] for cell in hidden - safe}


def without_reasons[K: Hashable](system: System[K], view: Mapping[K, Protected], hidden: set[int]) -> set[int]:
    """The hidden cells whose reason tells nothing: no cell that shares a sum with them says "fewer than five"."""
    silent: set[int] = set()
    for group in system.components(sorted(hidden)):
        if all(view[system.keys[cell]].why is not Suppression.PRIMARY for cell in group):
            silent |= group
    return silent
