"""The twin of the compiled search for a move: half-made moves as dictionaries, as docs/methods tells of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Any, NamedTuple

import pytest

from wholetime.kernel.disclosure import move
from wholetime.kernel.disclosure.room import Room

Imbalance = tuple[tuple[int, int], ...]
"""(equation, residual) of each sum that a half-made move leaves out of balance, in order of equation."""


class Choices(NamedTuple):
    """What a search may do about one unbalanced sum."""

    movable: tuple[tuple[int, int], ...]
    least: int


def choices(room: Room[Any], index: int, *, mute: bool) -> Choices:
    """The cells of one sum that can move at all, with their signs, and the lowest price among them."""
    priced = [(pair, _prices(room, pair[0], mute)) for pair in room.system.equations[index]]
    least = min((price for _, prices in priced for price in prices), default=0)
    return Choices(tuple(pair for pair, prices in priced if prices), least)


def _prices(room: Room[Any], cell: int, mute: bool) -> list[int]:
    both = (room.price(cell, sign, mute=mute) for sign in (1, -1))
    return [price for price in both if price is not None]


def cheapest_move(room: Room[Any], start: int, *, mute: bool = False) -> dict[int, int] | None:
    return searched(room, {}, start, mute, move.TRIES)


def completed_move(room: Room[Any], given: Mapping[int, int], *, mute: bool = False) -> dict[int, int] | None:
    return searched(room, given, None, mute, move.CARRYING)


@contextmanager
def in_its_place(*modules: Any) -> Iterator[None]:
    """Have ``modules`` search in this way."""
    with pytest.MonkeyPatch.context() as patch:
        for module in modules:
            for twin in (cheapest_move, completed_move):
                if hasattr(module, twin.__name__):
                    patch.setattr(module, twin.__name__, twin)
        yield


def searched(
    room: Room[Any], given: Mapping[int, int], start: int | None, mute: bool, tries: Sequence[tuple[int, int]]
) -> dict[int, int] | None:
    for eagerness, effort in tries:
        search = _Search(room, mute, eagerness * room.policy.threshold)
        search.begin(given, start)
        found = search.run(effort)
        if found is not None or not search.queue:
            return found
    return None


@dataclass(frozen=True, slots=True)
class _State:
    price: int
    shifts: dict[int, int]
    imbalance: Imbalance


@dataclass(slots=True)
class _Search:
    room: Room[Any]
    mute: bool
    toll: int
    queue: list[tuple[int, int, int, _State]] = field(default_factory=list)
    best: dict[Imbalance, int] = field(default_factory=dict)
    pushed: int = 0

    def begin(self, given: Mapping[int, int], start: int | None) -> None:
        state = _State(0, dict(given), _imbalance(self.room, given))
        if start is not None:
            for sign in (-1, 1):
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
        found = {index: choices(self.room, index, mute=self.mute).movable for index, _ in state.imbalance}
        index, residual = min(state.imbalance, key=lambda pair: (len(found[pair[0]]), pair[0]))
        for cell, coefficient in found[index]:
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
        promise = cost + sum(self.toll + choices(self.room, index, mute=self.mute).least for index, _ in imbalance)
        heappush(self.queue, (promise, len(imbalance), -self.pushed, following))


def _imbalance(room: Room[Any], shifts: Mapping[int, int]) -> Imbalance:
    imbalance: Imbalance = ()
    for cell, shift in shifts.items():
        imbalance = _shifted(imbalance, room.system.touching[cell], shift)
    return imbalance


def _shifted(imbalance: Imbalance, touching: tuple[tuple[int, int], ...], sign: int) -> Imbalance:
    residuals = dict(imbalance)
    for index, coefficient in touching:
        residuals[index] = residuals.get(index, 0) + coefficient * sign
    return tuple(sorted((index, residual) for index, residual in residuals.items() if residual))
