"""Protecting a table beside others that are already decided, so that all of them together stay safe.

Two tables that share cells, protected apart, can hide different ones: each is safe and the two together are not.
So what the first decided is kept, and with it the proof: the *moves* that leave everything shown as it is. The
next table must carry each of them on into its own cells, and may not move the shared ones for its own ends.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from wholetime.kernel.disclosure.move import cheapest_move, completed_move
from wholetime.kernel.disclosure.policy import DEFAULT, DisclosureError, Policy, Protected, Relation
from wholetime.kernel.disclosure.room import Room
from wholetime.kernel.disclosure.system import system_of, true_values
from wholetime.kernel.figure import Suppression

type Move[K: Hashable] = dict[K, int]


Name = tuple[Hashable, ...]
"""Of a move: the cell that it was made for; then the cells of later tables that needed a turn of it of their own."""


@dataclass(frozen=True, slots=True)
class Settled[K: Hashable]:
    """A table that is decided: every cell as shown, and why that gives nothing away.

    Each withheld cell shifts in one of ``moves``. What is withheld and in ``vague`` is told for no reason that says how
    small it is.
    """

    view: Mapping[K, Protected] = field(default_factory=dict)
    moves: Mapping[Name, Move[K]] = field(default_factory=dict)
    vague: frozenset[K] = frozenset()


class Unproved(DisclosureError):
    """The search gave up on a cell although all around it is withheld: the table must not be given out as it is.

    Nearly always what gives such a cell away is that each part has somebody in it.
    """


def settle[K: Hashable](
    cells: Mapping[K, int],
    relations: Sequence[Relation[K]],
    policy: Policy = DEFAULT,
    before: Sequence[Settled[K]] = (),
    withhold: Collection[K] = (),
    unseen: Collection[K] = (),
) -> Settled[K]:
    """Decide those of ``cells`` that none of ``before`` did; the cells they did stay as they are.

    The tables ``before`` are settled around one another in the same way, or share no more than one that was. Tables
    settled so, each around those whose cells it sums to, are safe together. ``withhold`` names cells to hide
    whatever they count; ``unseen`` those that will be in no view, not even as a gap. Raises Unproved, and
    DisclosureError when the counts contradict the relations.
    """
    system = system_of(cells, relations)
    room = Room(system, true_values(system, cells), policy, divided=True)
    return _Settling(room, together(before), withhold, unseen).run()


def together[K: Hashable](tables: Sequence[Settled[K]]) -> Settled[K]:
    """Several tables as one. A move that only one of them turned its own way goes on as before in the others."""
    view = {cell: shown for one in tables for cell, shown in one.view.items()}
    moves: dict[Name, Move[K]] = {}
    for name in dict.fromkeys(name for one in tables for name in one.moves):
        found = [_turned(one, name) for one in tables]
        moves[name] = {cell: shift for move in reversed(found) for cell, shift in move.items()}
    return Settled(view, moves)


def _turned[K: Hashable](table: Settled[K], name: Name) -> Move[K]:
    lengths = range(len(name), 0, -1)
    return next((table.moves[name[:length]] for length in lengths if name[:length] in table.moves), {})


class _Settling[K: Hashable]:
    def __init__(self, room: Room[K], before: Settled[K], withhold: Collection[K], unseen: Collection[K]) -> None:
        self.room, self.system, self.before = room, room.system, before
        self.keys = room.system.keys
        self.number = {key: index for index, key in enumerate(self.keys)}
        room.frozen = {index for index, key in enumerate(self.keys) if key in before.view}
        room.unseen = {self.number[key] for key in unseen} - room.frozen
        self.away = room.frozen | room.unseen
        self.own = [index for index in range(len(self.keys)) if index not in self.away]
        few = {index for index in self.own if room.policy.is_primary(room.values[index])}
        room.hidden = few | {index for index in self.own if self.keys[index] in withhold}
        # The largest of the few could not rise and still be few: so no reason is given for it.
        room.muted = {index for index in few if not room.policy.is_primary(room.values[index] + 1)}
        self.moves: dict[Name, Move[K]] = {}
        self.safe: set[int] = set()
        self.waiting = set(room.hidden)

    def run(self) -> Settled[K]:
        self._carry_on()
        while self.waiting:
            self._make_room(min(self.waiting))
        reasons = {cell: self._reason(cell) for cell in self.room.hidden}
        view = {self.keys[cell]: self._cell(cell, reasons) for cell in self.own}
        vague = frozenset(self.keys[cell] for cell in self.room.muted & self.room.hidden)
        return Settled(view, self.moves, vague)

    def _carry_on(self) -> None:
        """Every move made before, carried on into this table. What it needs hidden is hidden."""
        for name, made in self.before.moves.items():
            given = self._begun(made)
            if not given:
                continue
            found = completed_move(self.room, given)
            if found is None:
                found = self._muted(given)
            if found is None:
                raise Unproved(f"what proves {name[0]!r} does not go on in this table")
            self._keep(name, found)

    def _begun(self, made: Move[K]) -> dict[int, int]:
        return {self.number[key]: shift for key, shift in made.items() if key in self.number}

    def _make_room(self, cell: int) -> None:
        move = cheapest_move(self.room, cell)
        if move is not None:
            self._keep((self.keys[cell],), move)
        elif not self._takes_a_turn(cell):
            found = self._muted(None, cell) or self._with_all_near(cell)
            if found is None:
                raise Unproved(f"nothing proves {self.keys[cell]!r}")
            self._keep((self.keys[cell],), found)

    def _takes_a_turn(self, cell: int) -> bool:
        """A move that was made for a total of this cell can go through it rather than through another part."""
        beside = {other for index, _ in self.system.touching[cell] for other, _ in self.system.equations[index]}
        for name, made in self.before.moves.items():
            given = self._begun(made)
            for shift in {given[other] for other in beside & given.keys()}:
                if self.room.price(cell, shift, mute=False) == 0:
                    found = completed_move(self.room, given | {cell: shift})
                    if found is not None:
                        self._keep((*name, self.keys[cell]), found)
                        return True
        return False

    def _muted(self, given: Mapping[int, int] | None, cell: int = -1) -> dict[int, int] | None:
        """A move where telling no reasons makes room for one: the hidden cells around it are then told none."""
        if given is None:
            found = cheapest_move(self.room, cell, mute=True)
        else:
            found = completed_move(self.room, given, mute=True)
        if found is not None:
            self.room.mute(self._hide(found))
        return found

    def _with_all_near(self, cell: int) -> dict[int, int] | None:
        """The last resort, when the search gives up: withhold all that shares a sum with the cell."""
        near = {other for index, _ in self.system.touching[cell] for other, _ in self.system.equations[index]}
        own = {other for other in near & set(self.own) if self.room.values[other]}
        self._withhold(own)
        self.room.mute(own)
        return cheapest_move(self.room, cell, mute=True)

    def _keep(self, name: Name, move: dict[int, int]) -> None:
        made_safe = self._hide(move)
        self.safe |= made_safe
        self.waiting -= made_safe
        shifts = {self.keys[cell]: shift for cell, shift in move.items() if not self.system.is_slack(cell)}
        self.moves[name] = _turned(self.before, name) | shifts

    def _hide(self, move: dict[int, int]) -> set[int]:
        """Hide what the move needs hidden; the cells that it makes safe."""
        outside = {cell for cell in move if not self.system.is_slack(cell) and cell not in self.away}
        self._withhold({cell for cell in outside if self.room.price(cell, move[cell], mute=True) != 0})
        return {cell for cell in outside if cell in self.room.hidden}

    def _withhold(self, cells: set[int]) -> None:
        self.room.hide(cells)
        self.waiting |= cells - self.safe

    def _reason(self, cell: int) -> Suppression:
        told = self.room.policy.is_primary(self.room.values[cell]) and cell not in self.room.muted
        return Suppression.PRIMARY if told else Suppression.SECONDARY

    def _cell(self, index: int, reasons: Mapping[int, Suppression]) -> Protected:
        if index in reasons:
            return Protected(None, reasons[index])
        return Protected(self.room.policy.shown(self.room.values[index]))
