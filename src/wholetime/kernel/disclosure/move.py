"""Search for another reading: a way to change hidden cells that nobody looking at the table could rule out.

A move shifts some cells by whole people so that every sum still holds. If a hidden cell takes part in a move,
then the true table and the moved one look the same from outside, and the cell's value is not given away.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from wholetime.kernel.disclosure.room import Room

TRIES = ((0, 500), (4, 5_000))
"""(eagerness, states looked at) of each attempt at one cell. The first is thorough, and enough for tables of
two dimensions; the second prefers moves that are nearly balanced, without which three dimensions are out of
reach. When both give up the cell is treated as given away, which is safe."""

CARRYING = ((0, 100), (4, 300))
"""The same for a move that is carried on from another table. Most of its way is given; what is not found soon is
seldom found at all."""

Imbalance = tuple[tuple[int, int], ...]
"""(equation, residual) of each sum that a half-made move leaves out of balance, in order of equation."""


@dataclass(frozen=True, slots=True)
class _State:
    price: int
    shifts: dict[int, int]
    imbalance: Imbalance


def cheapest_move[K: Hashable](room: Room[K], start: int, *, mute: bool = False) -> dict[int, int] | None:
    """A move of ``start`` that hides few people more: cell → shift, or None if none was found."""
    return _searched(room, {}, start, mute, TRIES)


def completed_move[K: Hashable](
    room: Room[K], given: Mapping[int, int], *, mute: bool = False
) -> dict[int, int] | None:
    """The move that begins with the shifts ``given`` and goes on in cells that are not frozen, or None."""
    return _searched(room, given, None, mute, CARRYING)


def _searched[K: Hashable](
    room: Room[K], given: Mapping[int, int], start: int | None, mute: bool, tries: Sequence[tuple[int, int]]
) -> dict[int, int] | None:
    for eagerness, effort in tries:
        search = _Search(room, mute, eagerness * room.policy.threshold)
        search.begin(given, start)
        move = search.run(effort)
        if move is not None or not search.queue:
            return move
    return None


@dataclass(slots=True)
class _Search[K: Hashable]:
    """Best-first search over half-made moves.

    Each step takes one unbalanced sum and shifts one more of its cells by one towards balance; a cell never
    turns back. First comes the state with the fewest people hidden so far and still to be hidden, counting
    for each unbalanced sum its cheapest cell and a fixed ``toll``; then the newest, so that ties go deep.
    """

    room: Room[K]
    mute: bool
    toll: int
    queue: list[tuple[int, int, int, _State]] = field(default_factory=list)
    best: dict[Imbalance, int] = field(default_factory=dict)
    pushed: int = 0

    def begin(self, given: Mapping[int, int], start: int | None) -> None:
        state = _State(0, dict(given), _imbalance(self.room, given))
        if start is not None:
            for sign in (-1, 1):  # of two moves alike the one towards more people: its parts can follow it anywhere
                self._push(state, start, sign)
            return
        self.best[state.imbalance] = 0
        heappush(self.queue, (0, 0, 0, state))

    def run(self, effort: int) -> dict[int, int] | None:
        for _ in range(effort):
            if not self.queue:
                return None
            state = heappop(self.queue)[-1]
            if not state.imbalance:
                return state.shifts
            if self.best[state.imbalance] == state.price:
                self._expand(state)
        return None

    def _expand(self, state: _State) -> None:
        choices = {index: self.room.choices(index, mute=self.mute).movable for index, _ in state.imbalance}
        index, residual = min(state.imbalance, key=lambda pair: (len(choices[pair[0]]), pair[0]))
        for cell, coefficient in choices[index]:
            sign = -coefficient if residual > 0 else coefficient
            if state.shifts.get(cell, 0) * sign >= 0:
                self._push(state, cell, sign)

    def _push(self, state: _State, cell: int, sign: int) -> None:
        before = state.shifts.get(cell, 0)
        price = self.room.price(cell, before + sign, mute=self.mute)
        if price is None:
            return
        paid = self.room.price(cell, before, mute=self.mute) or 0
        cost = state.price + price - paid
        imbalance = _shifted(state.imbalance, self.room.system.touching[cell], sign)
        if cost >= self.best.get(imbalance, cost + 1):
            return
        self.best[imbalance] = cost
        self.pushed += 1
        following = _State(cost, {**state.shifts, cell: before + sign}, imbalance)
        promise = cost + sum(self._toll(index) for index, _ in imbalance)
        heappush(self.queue, (promise, len(imbalance), -self.pushed, following))

    def _toll(self, index: int) -> int:
        return self.toll + self.room.choices(index, mute=self.mute).least


def _imbalance[K: Hashable](room: Room[K], shifts: Mapping[int, int]) -> Imbalance:
    imbalance: Imbalance = ()
    for cell, shift in shifts.items():
        imbalance = _shifted(imbalance, room.system.touching[cell], shift)
    return imbalance


def _shifted(imbalance: Imbalance, touching: tuple[tuple[int, int], ...], sign: int) -> Imbalance:
    residuals = dict(imbalance)
    for index, coefficient in touching:
        residuals[index] = residuals.get(index, 0) + coefficient * sign
    return tuple(sorted((index, residual) for index, residual in residuals.items() if residual))
