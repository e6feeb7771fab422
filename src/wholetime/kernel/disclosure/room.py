"""How far each cell could be from its true value without anyone who sees the table noticing."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wholetime.kernel.disclosure.policy import Policy
from wholetime.kernel.disclosure.system import System

if TYPE_CHECKING:
    from wholetime.kernel.disclosure.desk import Desk


@dataclass(slots=True)
class Room[K: Hashable]:
    """The state of a table being protected: true ``values``, and what is ``hidden`` so far.

    An onlooker is told the reason for each gap, so a primary cell is known to lie below the threshold and a
    secondary one at or above it. In a ``muted`` search the reasons are withheld too, and a hidden cell may
    be any count that would ever be withheld. ``may_hide`` is False when auditing a view already given out.
    A ``frozen`` cell was decided elsewhere and does not move. An ``unseen`` one is in no table that anybody may ask
    for: nothing is known of it but that it counts people. Where cells are to be ``divided`` by later tables, one
    said to be few may only rise: its parts are one person each perhaps, and cannot be fewer.
    """

    system: System[K]
    values: list[int]
    policy: Policy
    hidden: set[int] = field(default_factory=set)
    muted: set[int] = field(default_factory=set)
    may_hide: bool = True
    frozen: set[int] = field(default_factory=set)
    unseen: set[int] = field(default_factory=set)
    divided: bool = False
    known_desk: Desk | None = None

    @property
    def desk(self) -> Desk:
        """Where moves are searched for."""
        sets = (self.hidden, self.muted, self.frozen, self.unseen)
        if self.known_desk is None or not self.known_desk.is_of(sets):
            # Numba takes half a second to import, and most processes never search.
            from wholetime.kernel.disclosure.desk import Desk

            may = {"may_hide": self.may_hide, "divided": self.divided}
            self.known_desk = Desk(self.system, self.values, self.policy, sets, **may)
        return self.known_desk

    def hide(self, cells: set[int]) -> None:
        self.hidden |= cells
        if self.known_desk is not None:
            self.known_desk.hide(cells)

    def mute(self, cells: set[int]) -> None:
        self.muted |= cells
        if self.known_desk is not None:
            self.known_desk.mute(cells)

    def price(self, cell: int, shift: int, *, mute: bool) -> int | None:
        """People hidden to let ``cell`` stand at its value plus ``shift``: 0 if free, None if impossible."""
        if cell in self.frozen:
            return None
        value = self.values[cell]
        read = value + shift
        if cell in self.unseen or self.system.is_slack(cell):
            return 0 if read >= 0 else None
        if cell in self.hidden:
            return 0 if self._could_be_hidden(cell, read, mute=mute) else None
        low, high = self.policy.readings(self.policy.shown(value))
        if low <= read <= high:
            return 0
        can_hide = self.may_hide and value >= self.policy.threshold
        return value if can_hide and self._could_be_hidden(cell, read, mute=mute) else None

    def _could_be_hidden(self, cell: int, read: int, *, mute: bool) -> bool:
        if mute or cell in self.muted:
            return read >= self.policy.least
        if self.policy.is_primary(self.values[cell]):
            return self.policy.is_primary(read) and (read >= self.values[cell] or not self.divided)
        return read >= self.policy.threshold
