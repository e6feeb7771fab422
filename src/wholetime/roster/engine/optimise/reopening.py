"""A neighbourhood of a roster in which everybody has some part: what column generation agrees on stays, the rest opens.

Days on which a roster does what the shares of the master do are likely right (Danna, Rothberg and Le Pape 2005, who fix
what an incumbent and a relaxation agree on). The master over the open days says at once whether a better roster can be
among them; where it can, a whole-number programme over the few lines that matter finds it, or the days are settled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

import numpy as np

from wholetime.roster.engine.arrays import Flags, Ints
from wholetime.roster.engine.optimise.generation import Generation
from wholetime.roster.engine.optimise.integer import below
from wholetime.roster.engine.optimise.settling import Floats, day_shares, settle

ROUNDS = 25
"""Rounds of pricing for the days that are open."""

LINES = 60
"""Known lines of each person to begin with."""


@dataclass(slots=True)
class Reopener:
    """Opens parts of rosters, a share ``kept`` of all days staying; larger parts where no better roster can be in one.

    ``agreed`` [P, D, S] are the master's shares of days, before anything was kept, and ``root`` what it allowed.
    """

    pool: Generation
    grid: int
    rng: np.random.Generator
    agreed: Floats
    root: Flags
    kept: float = 0.6

    @classmethod
    def of(cls, pool: Generation, grid: int, rng: np.random.Generator) -> Reopener:
        """A reopener of rosters near the solution of ``pool``."""
        return cls(pool, grid, rng, day_shares(pool), pool.allowed)

    def better(self, lines: Ints, penalty: int, stop: Callable[[], bool], seconds: float = inf) -> Ints | None:
        """A roster [P, D] cheaper than ``lines``, which cost ``penalty``; None where this part held none in reach.

        ``seconds`` are for the whole-number programme: where the gap is wide it may take far longer than the rest.
        """
        inside = self.pool.lean(lines, LINES, self._open(lines))
        goal = penalty - self.grid
        for _ in range(ROUNDS):
            if stop() or inside.round() == 0:
                break
        if stop():
            return None
        if inside.shares.value > goal + 1e-6:
            self.kept = max(self.kept * 0.9, 0.1)
            return None
        roster = below(inside.master, inside.shares, lines, goal, self.grid, seconds)
        if roster is None:
            roster = settle(inside, stop, rounds=3, at_once=0.1)
        found = roster is not None and self.pool.team.penalty(roster) <= goal
        self.kept = self.kept if found else min(self.kept * 1.08, 0.9)
        return roster if found else None

    def _open(self, lines: Ints) -> Flags:
        """What is allowed [P, D, S]: everything where neither chance nor agreement keeps the day as it is."""
        agreement = np.take_along_axis(self.agreed, lines[:, :, None], axis=2)[:, :, 0]
        chance = self.rng.random((len(lines), 1)) + 0.5 * self.rng.random(lines.shape)
        score = agreement + chance
        stays = score >= np.quantile(score, 1 - self.kept)
        kept: Flags = np.where(stays[:, :, None], np.eye(self.root.shape[2], dtype=bool)[lines], self.root)
        return kept
