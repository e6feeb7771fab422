"""From shares to a roster, day by day: what most of a person's shares agree on is settled, and lines priced again.

A line of four weeks is a large thing to fix; a day is a small one, and the other days may still answer: on n030w4
(best known 1670) whole lines led to 3405, days to 1670.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf

import numpy as np
from numpy.typing import NDArray

from wholetime.roster.engine.arrays import Flags, Ints
from wholetime.roster.engine.optimise.generation import Generation

type Floats = NDArray[np.float64]

WHOLE = 1 - 1e-6
"""A share from which on a day is settled already."""

SURE = 0.9
"""Days of this share are settled at once."""


HURRIED = 1, 0.5
"""Rounds and share of the open days in a turn once it is late."""


def settle(
    generation: Generation,
    stop: Callable[[], bool],
    *,
    rounds: int = 6,
    at_once: float = 0.05,
    late: Callable[[], bool] = lambda: False,
    chance: Floats | None = None,
    limit: float = inf,
) -> Ints | None:
    """A roster [P, D]; None if stopped, or if it would cost more than ``limit``.

    Each turn settles ``at_once`` of the open days, and those that are sure. ``chance`` [P, D] is added to the shares of
    days where they are compared: other rosters come of the same lines. Once it is ``late`` the turns are hurried: a
    rough roster now is worth more to annealing than a good one never.
    """
    root, allowed, everyone = generation.allowed, generation.allowed.copy(), generation.free
    bound, centre = generation.bound, generation.centre
    while True:
        use = day_shares(generation)
        share = use.max(axis=2)
        if share.min() >= WHOLE or stop() or generation.shares.value > limit:
            break
        rounds, at_once = HURRIED if late() else (rounds, at_once)
        _restrict(allowed, use, leading(generation), at_once, chance)
        generation.restrict(allowed)
        generation.free = undecided(allowed)
        for _ in range(rounds):
            if stop() or not generation.free or generation.round() == 0:
                break
    generation.free = everyone
    generation.restrict(root)
    generation.bound, generation.centre = bound, centre
    lines: Ints = use.argmax(axis=2)
    return lines if share.min() >= WHOLE else None


def undecided(allowed: Flags) -> list[int]:
    """The people who have a choice on any day, of what is ``allowed`` [P, D, S]."""
    return [int(person) for person in np.flatnonzero((allowed.sum(axis=2) > 1).any(axis=1))]


def day_shares(generation: Generation) -> Floats:
    """The share of each person, day and symbol in the master's solution [P, D, S]."""
    use, master = np.zeros(generation.allowed.shape), generation.master
    shares, days = generation.shares.lines, np.arange(use.shape[1])
    for column in np.flatnonzero(shares > 1 - WHOLE):
        use[master.whose[column], days, master.lines[column]] += shares[column]
    return use


def leading(generation: Generation) -> Ints:
    """Everybody's line of the largest share [P, D]."""
    master, shares = generation.master, generation.shares.lines
    best = np.zeros(len(generation.allowed), dtype=np.int64)
    for column in np.argsort(shares, kind="stable"):
        best[master.whose[column]] = column
    return np.array(master.lines)[best]


def _restrict(allowed: Flags, use: Floats, lines: Ints, at_once: float, chance: Floats | None) -> None:
    """Settle the open days of the largest shares as in ``lines`` [P, D]: so that a legal line is left to everybody.

    The largest shares of days apart may be of two lines that no third one joins; then nothing was ever settled.
    """
    share = np.take_along_axis(use, lines[:, :, None], axis=2)[:, :, 0]
    people, days = np.nonzero(allowed.sum(axis=2) > 1)
    wanted = share if chance is None else share + chance
    order = np.argsort(-wanted[people, days], kind="stable")
    count = max(int(at_once * len(order)), 1, int((share[people, days] >= SURE).sum()))
    for person, day in zip(people[order[:count]], days[order[:count]], strict=True):
        allowed[person, day] = np.arange(use.shape[2]) == lines[person, day]
