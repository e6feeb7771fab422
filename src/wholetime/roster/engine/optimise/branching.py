"""Branch and price: what column generation leaves fractional is split on who works what when, best bound first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np

from wholetime.roster.engine.arrays import OFF, Flags, Ints
from wholetime.roster.engine.optimise.generation import Generation
from wholetime.roster.engine.optimise.master import Floats
from wholetime.roster.engine.optimise.relaxation import SCALE

type Decision = tuple[int, int, int, bool]
"""Person, day, symbol; whether they have it."""

WHOLE = 1e-6
"""A share this close to 0 or 1 is whole."""


@dataclass(order=True, slots=True)
class Node:
    """A branch, ordered by its bound and then by depth, so that equal bounds are searched deep first."""

    bound: int
    depth: int
    number: int
    decisions: tuple[Decision, ...] = field(compare=False)


class Tree:
    """The open branches of a problem whose lines ``generation`` makes; ``grid`` divides every penalty."""

    def __init__(self, generation: Generation, grid: int) -> None:
        self.generation, self.grid = generation, grid
        self.root = generation.allowed
        self.opened = 0
        self.nodes: list[Node] = []
        self._push(generation.bound, ())

    @property
    def bound(self) -> int | None:
        """The least bound of what is open (scaled); None when nothing is."""
        return self.nodes[0].bound if self.nodes else None

    def step(self, penalty: int, over: Callable[[], bool]) -> Ints | None:
        """Solve the most promising branch and split it; a roster below ``penalty`` if its shares are whole.

        A branch that ``over`` cuts short stays open.
        """
        node = heappop(self.nodes)
        generation, target = self.generation, (penalty - self.grid) * SCALE
        if node.bound > target:
            return None
        generation.restrict(self._allowed(node))
        generation.converge(lambda: over() or generation.bound > target)
        bound = self._rounded(max(node.bound, generation.bound))
        if bound > target:
            return None
        if over():
            heappush(self.nodes, Node(bound, node.depth, node.number, node.decisions))
            return None
        return self._split(node, bound)

    def _split(self, node: Node, bound: int) -> Ints | None:
        """Open two branches on the most open question, or return the roster that leaves none."""
        use = self._use()
        person, day, symbol = _most_open(use)
        if abs(use[person, day, symbol] - np.rint(use[person, day, symbol])) < WHOLE:
            return use.argmax(axis=2)
        for has in (False, True):
            self._push(bound, (*node.decisions, (person, day, symbol, has)))
        return None

    def _push(self, bound: int, decisions: tuple[Decision, ...]) -> None:
        self.opened += 1
        heappush(self.nodes, Node(self._rounded(bound), -len(decisions), -self.opened, decisions))

    def _rounded(self, bound: int) -> int:
        """A bound raised to what a roster can cost."""
        return -(-bound // (SCALE * self.grid)) * SCALE * self.grid

    def _allowed(self, node: Node) -> Flags:
        allowed = self.root.copy()
        for person, day, symbol, has in node.decisions:
            if has:
                allowed[person, day] &= np.arange(allowed.shape[2]) == symbol
            else:
                allowed[person, day, symbol] = False
        return allowed

    def _use(self) -> Floats:
        """The share of each person, day and symbol in the master's solution [P, D, S]."""
        use, master = np.zeros(self.root.shape), self.generation.master
        shares, days = self.generation.shares.lines, np.arange(self.root.shape[1])
        for column in np.flatnonzero(shares > WHOLE):
            use[master.whose[column], days, master.lines[column]] += shares[column]
        return use


def _most_open(use: Floats) -> tuple[int, int, int]:
    """The cell nearest to a half; days off before anything else, for they split the lines best."""
    doubt = 0.5 - np.abs(use - 0.5)
    off = doubt[:, :, OFF]
    if off.max() > WHOLE:
        person, day = np.unravel_index(off.argmax(), off.shape)
        return int(person), int(day), OFF
    person, day, symbol = np.unravel_index(doubt.argmax(), doubt.shape)
    return int(person), int(day), int(symbol)
