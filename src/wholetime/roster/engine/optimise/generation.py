"""Column generation with smoothed duals, and the Lagrangian bound that each round of pricing proves.

The smoothing is Wentges' (1997): lines are priced between the duals of the best bound and those of the master, which
keeps the duals from swinging. The bound needs no convergence: any duals prove one (Lübbecke and Desrosiers 2005).
"""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np

from wholetime.roster.engine.arrays import Flags, Ints
from wholetime.roster.engine.optimise.master import Floats, Master, Shares
from wholetime.roster.engine.optimise.pricing import LABELS, Priced
from wholetime.roster.engine.optimise.relaxation import BARRED, SCALE
from wholetime.roster.engine.optimise.team import Team

NARROW = 50
"""Labels of a day in the first rounds, where any good line will do."""

FEW, MANY = 3, 8
"""Lines that a person's pricing may bring at a time: tables bring good ones, and the master stays half as large."""

LARGE = 2500
"""Person-days from which on, where totals must hold, the master is what takes the time."""

WIDER = 8
"""How much wider the search becomes when a round finds nothing."""


class Generation:
    """The lines generated for a team from a roster [P, D], and the bound proved on the way (scaled).

    ``duals`` [R] are where smoothing begins: zeros are far better than the first master's, whose lines are too few.
    ``allowed`` [P, D, S] keeps to some symbols; who has no choice is not priced, and no bound is proved.
    """

    def __init__(self, team: Team, lines: Ints, duals: Floats, allowed: Flags | None = None) -> None:
        self.team = team
        large = lines.size > LARGE and not team.bends
        self.master = Master(team.rows, interior=large)
        self.bound = -BARRED
        self.centre: Floats | None = None
        self.width = NARROW
        self.most = FEW if team.by_table or large else MANY
        self.allowed: Flags = team.own < BARRED if allowed is None else allowed
        choices = self.allowed.sum(axis=(1, 2)) > self.allowed.shape[1]
        self.free = list(range(team.people)) if allowed is None else np.flatnonzero(choices).tolist()
        for member, line in enumerate(lines):
            self.offer(member, line[None])
        self._price(duals)
        self.shares: Shares = self.master.solve()

    def offer(self, member: int, lines: Ints) -> int:
        """Put legal lines of a member [k, D] into the master; returns how many were new."""
        prices = np.array([self.team.line_price(member, line) for line in lines], dtype=np.int64)
        legal = prices < BARRED
        return self.master.add(member, lines[legal], prices[legal] // SCALE)

    def know(self, rosters: Collection[Ints]) -> None:
        """Put the lines of legal rosters [P, D] into the master: lines that fit together give it better duals."""
        for member in range(self.team.people if len(rosters) else 0):
            self.offer(member, np.unique([lines[member] for lines in rosters], axis=0))
        self.shares = self.master.solve()

    def lean(self, lines: Ints, each: int, allowed: Flags | None = None) -> Generation:
        """Another generation from a roster [P, D], at these duals, with only the ``each`` best lines of everybody.

        Where only some symbols are ``allowed`` [P, D, S], the best of those. Lines that have a share come first: of 30
        cheapest lines, many of them as cheap as those, the master of n030w4_1_6-2-9-1 made 1724, not 1660.
        """
        other = Generation(self.team, lines, self.shares.cover if self.centre is None else self.centre, allowed)
        paid = self.team.rows.priced_by(self.team.rows.rounded(self.shares.cover))
        for member, best in enumerate(self.master.best(paid, each, other.allowed, self.shares.lines)):
            other.offer(member, best)
        other.shares, other.bound, other.centre = (
            other.master.solve(),
            self.bound,
            self.centre if allowed is None else None,
        )
        return other

    def restrict(self, allowed: Flags) -> None:
        """Allow only some symbols [P, D, S] from now on: a branch. Its bound is to be proved anew."""
        self.allowed, self.bound = allowed, -BARRED
        self.master.restrict(allowed)
        self.shares = self.master.solve()

    def converge(self, stop: Callable[[], bool], *, close: float = 0.0) -> bool:
        """Rounds until no line is missing (True), the bound is within ``close`` of the master, or ``stop`` says so."""
        while not stop():
            if self.round() > 0:
                continue
            if self.width >= LABELS:
                return True
            self.width *= WIDER
            if self.bound >= (self.shares.value - close) * SCALE - 1:
                return True
        return False

    def round(self) -> int:
        """Price at smoothed duals, else at the master's own; add what is found and solve the master. Lines added."""
        added = 0
        if self.centre is not None:
            added = self._price(0.5 * self.centre + 0.5 * self.shares.cover)
        if not added:
            added = self._price(self.shares.cover)
        self.shares = self.master.solve()
        return added

    def _price(self, duals: Floats) -> int:
        """Price every free member's lines at ``duals``; returns the lines added that the master did not know."""
        exact = self.team.rows.rounded(duals)
        paid = self.team.rows.priced_by(exact)
        known = self.master.known(paid)
        bound = self.team.rows.answer(exact)
        added = 0
        for member in self.free:
            priced = self._cheapest(member, paid, int(known[member]))
            bound += priced.bound
            added += self.offer(member, priced.lines) if len(priced.lines) else 0
        if len(self.free) == self.team.people and bound > self.bound:
            self.bound, self.centre = bound, exact / SCALE
        return added

    def _cheapest(self, member: int, paid: Ints, known: int) -> Priced:
        cost = np.where(self.allowed[member], self.team.cost(member, paid), BARRED)
        return self.team.pricers[member].cheapest(
            cost, self.team.space, threshold=known, width=self.width, most=self.most
        )
