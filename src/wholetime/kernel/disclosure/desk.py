"""Where the search works: a room's arrays, kept in step with it, and memory that grows with what is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from wholetime.kernel.disclosure.board import Board, Ints, Rules, nothing_known, sums_of, told_of
from wholetime.kernel.disclosure.policy import Policy
from wholetime.kernel.disclosure.search import (
    FREE,
    FROZEN,
    FULL,
    HIDDEN,
    MUTE,
    MUTED,
    NOTHING,
    TIRED,
    TOLD,
    memory_for,
    search,
)
from wholetime.kernel.disclosure.system import System

type Sets = tuple[set[int], set[int], set[int], set[int]]
"""Cells that are hidden, muted, frozen and unseen."""

FIRST = 256
"""States that there is room for at first; most searches look at some fifty."""


class Desk:
    """Belongs to one room, and holds for as long as that keeps its sets, of which only those that grow may change."""

    def __init__(
        self, system: System[Any], values: Sequence[int], policy: Policy, sets: Sets, *, may_hide: bool, divided: bool
    ) -> None:
        self.sets = sets
        sums, told = sums_of(system), told_of(values, policy)
        self.board = Board(sums, told, Rules(policy.threshold, policy.least, may_hide, divided), nothing_known(sums))
        self.board.told.marks[len(system.keys) :] |= FREE
        for cells, mark in zip(sets, (HIDDEN, MUTED, FROZEN, FREE), strict=True):
            self.board.told.marks[list(cells)] |= mark
        self.memory, self.turn = memory_for(FIRST, system.size), 0

    def is_of(self, sets: Sets) -> bool:
        return all(one is other for one, other in zip(self.sets, sets, strict=True))

    def hide(self, cells: set[int]) -> None:
        self.board.mark(cells, HIDDEN)

    def mute(self, cells: set[int]) -> None:
        self.board.mark(cells, MUTED)

    def move(
        self, given: Mapping[int, int], start: int, tries: Sequence[tuple[int, int]], *, mute: bool
    ) -> dict[int, int] | None:
        """The first move found that begins with the shifts ``given``, or with one of the cell ``start`` (−1: neither).

        ``tries``: the toll of each sum out of balance, and how many states are looked at before the next is tried.
        """
        cells, shifts = np.array(list(given), np.int64), np.array(list(given.values()), np.int64)
        state = NOTHING
        for toll, effort in tries:
            state = self._search(cells, shifts, start, MUTE if mute else TOLD, toll, effort)
            if state != TIRED:
                break
        return self._shifts(state) if state >= 0 else None

    def _search(self, cells: Ints, shifts: Ints, start: int, mute: int, toll: int, effort: int) -> int:
        found = FULL
        while found == FULL:
            self.turn += 1
            found = search(self.board, self.memory, cells, shifts, start, mute, toll, effort, self.turn)
            if found == FULL:
                self.memory = memory_for(4 * len(self.memory.parent), len(self.memory.at))
        return found

    def _shifts(self, state: int) -> dict[int, int]:
        path = []
        while state >= 0:
            path.append((int(self.memory.cell[state]), int(self.memory.shift[state])))
            state = int(self.memory.parent[state])
        shifts: dict[int, int] = {}
        for cell, shift in reversed(path):
            if cell >= 0:
                shifts[cell] = shift
        return shifts
