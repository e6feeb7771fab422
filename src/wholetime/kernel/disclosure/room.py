"""How far each cell could be from its true value without anyone who sees the table noticing."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from wholetime.kernel.disclosure.policy import Policy
from wholetime.kernel.disclosure.system import System


@dataclass(slots=True)
class Room[K: Hashable]:
    """The state of a table being protected: true ``values``, and what is ``hidden`` so far.

    An onlooker is told the reason for each gap, so a primary cell is known to lie below the threshold and a
    secondary one at or above it. In a ``muted`` search the reasons are withheld too, and a hidden cell may
    be any count that would ever be withheld. ``may_hide`` is False when auditing a view already given out.
    """

    system: System[K]
    values: list[int]
    policy: Policy
    hidden: set[int] = field(default_factory=set)
    muted: set[int] = field(default_factory=set)
    may_hide: bool = True

    def price(self, cell: int, shift: int, *, mute: bool) -> int | None:
        """People hidden to let ``cell`` stand at its value plus ``shift``: 0 if free, None if impossible."""
        value = self.values[cell]
        read = value + shift
        if self.system.is_slack(cell):
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
            return self.policy.is_primary(read)
        return read >= self.policy.threshold
