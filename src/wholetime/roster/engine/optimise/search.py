"""Where one search stands: the best roster, the bound, the time, and who hears of it."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from math import gcd

import numpy as np

from wholetime.roster.engine.arrays import FORBIDDEN, Arrays, Ints
from wholetime.roster.engine.optimise.beside import Shared
from wholetime.roster.engine.optimise.master import Floats
from wholetime.roster.engine.optimise.relaxation import BARRED, SCALE
from wholetime.roster.engine.optimise.reopening import Reopener
from wholetime.roster.engine.optimise.team import Team, team

MET = 50
"""Rosters passed by exchanges whose lines begin the master. From one roster alone it was no better than that for ten
rounds, its duals all or nothing: instance 12 of Curtois and Qu took 31 rounds to its optimum, with these lines 14."""

FEWEST = 20
"""Moves or exchanges for each person-day where rounds, and not the clock, are the limit."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a search stands after ``seconds``: the best penalty and the bound so far."""

    seconds: float
    penalty: int
    bound: int


class Search:
    """The state of one solve: the best roster, the bound, and when to stop. ``met`` are the last rosters passed."""

    def __init__(
        self,
        arrays: Arrays,
        *,
        seconds: float,
        seed: int = 0,
        rounds: int | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        stop: Callable[[], bool] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.clock, self.began, self.seconds, self.rounds = clock, clock(), seconds, rounds
        self.team: Team = team(arrays)
        self.rng = np.random.default_rng(seed)
        self.grid = _grid(arrays)
        self.constant = sum(pricer.network.constant for pricer in self.team.pricers) // SCALE
        self.on_progress, self._stop = on_progress, stop
        self.lines = np.zeros((arrays.people, arrays.days), dtype=np.int64)
        self.penalty, self.bound = BARRED, -BARRED
        self.duals = np.zeros(len(self.team.rows.least))
        self.history: list[Progress] = []
        self.worth: Floats | None = None
        self.reopener: Reopener | None = None
        self.settling = 0.0  # seconds that a roster takes to be settled with care
        self.shared: Shared | None = None
        self.met: deque[Ints] = deque(maxlen=MET)

    def elapsed(self) -> float:
        """Seconds since the search began."""
        return self.clock() - self.began

    def past(self, share: float) -> bool:
        """Whether a share of the time is gone; never where rounds are the limit: the answer must not hang on speed."""
        return self.rounds is None and self.elapsed() > share * self.seconds

    def over(self) -> bool:
        """Whether to stop: proven, out of time, or asked to. What searches beside this one have found is taken up."""
        better = self.shared.better(self.penalty - self.constant) if self.shared is not None else None
        if better is not None:
            self.accept(better)
        late = self.elapsed() >= self.seconds
        return self.bound >= self.penalty or late or (self._stop is not None and self._stop())

    def accept(self, lines: Ints) -> bool:
        """Take a roster that is no worse; whether it is better."""
        penalty = self.team.penalty(lines) + self.constant
        better = penalty < self.penalty
        if penalty <= self.penalty:
            self.lines, self.penalty = lines, penalty
        if better and self.shared is not None:
            self.shared.give(lines, penalty - self.constant)
        if better:
            self._report()
        return better

    def prove(self, bound: int) -> None:
        """Take a scaled bound, rounded up to what a roster can cost."""
        whole = -(-bound // (SCALE * self.grid)) * self.grid + self.constant
        if whole > self.bound:
            self.bound = whole
            self._report()

    def _report(self) -> None:
        self.history.append(Progress(self.elapsed(), self.penalty, self.bound))
        if self.on_progress is not None:
            self.on_progress(self.history[-1])


def _grid(arrays: Arrays) -> int:
    """The greatest number that divides every price: the penalty of any roster is a multiple of it."""
    cover = arrays.cover
    ordinary = [arrays.price, cover.under, cover.over, *(rules.succession for rules in arrays.rules)]
    grid = 0
    for prices in ordinary:
        kept = prices[prices < FORBIDDEN]
        grid = gcd(grid, int(np.gcd.reduce(kept, axis=None))) if kept.size else grid
    for rules in arrays.rules:
        breaches = [p for run in rules.runs for p in (run.under, run.over)] + [p.price for p in rules.patterns]
        breaches += [p for counter in rules.counters for p in (counter.under, counter.over)]
        grid = gcd(grid, *(p for p in breaches if p < FORBIDDEN))
    return max(grid, 1)
