"""Cover by simulation: who is there hour by hour, when people arrive unevenly and need more or less care each.

Nobody waits: everybody present is cared for at once, and what counts is how often that takes more staff than there are.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from wholetime.forecast.engine.uncertain import Floats

WEEK = 168


@dataclass(frozen=True, slots=True)
class Kind:
    """People of one kind: their share of arrivals, mean hours of stay, and staff each needs while there (as 1.4)."""

    name: str
    share: float
    mean_hours: float
    staff: float


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: arrivals an hour for each hour of the week [168], Monday 00:00 first, and the kinds of people.

    Stays are exponential. Raises ValueError for negative rates, shares that do not add up to 1 (within 1e-9), or stays
    without length.
    """

    arrivals: Floats
    kinds: tuple[Kind, ...]

    def __post_init__(self) -> None:
        if np.shape(self.arrivals) != (WEEK,) or (np.asarray(self.arrivals) < 0).any():
            raise ValueError(f"arrivals are {WEEK} rates of 0 or more, one for each hour of the week")
        if abs(sum(kind.share for kind in self.kinds) - 1) > 1e-9:
            raise ValueError("the shares of the kinds add up to 1")
        if any(kind.mean_hours <= 0 or kind.staff < 0 or kind.share < 0 for kind in self.kinds):
            raise ValueError("a kind has a share of 0 or more, a stay of some length and staff of 0 or more")

    @property
    def mean_staff(self) -> float:
        """Staff needed on average over the week."""
        each = sum(kind.share * kind.mean_hours * kind.staff for kind in self.kinds)
        return float(np.mean(self.arrivals)) * each


@dataclass(frozen=True, slots=True)
class Stays:
    """Arrivals and departures in hours from the start, and the staff each person needs; all [people]."""

    start: Floats
    end: Floats
    staff: Floats


@dataclass(frozen=True, slots=True)
class Cover:
    """How a level of staff fared: the share of time with more needed, and how many more on average in that time."""

    short_of_time: float
    mean_short: float


def stays(unit: Unit, weeks: int, seed: int) -> Stays:
    """Everybody who arrives in ``weeks`` weeks; the same for the same seed."""
    digest = hashlib.sha256(f"{seed}\ncover".encode()).digest()
    stream = np.random.Generator(np.random.Philox(key=int.from_bytes(digest[:16], "little")))
    counts = stream.poisson(np.tile(unit.arrivals, weeks))
    start = np.repeat(np.arange(weeks * WEEK, dtype=np.float64), counts) + stream.random(int(counts.sum()))
    kind = stream.choice(len(unit.kinds), size=len(start), p=[one.share for one in unit.kinds])
    mean = np.array([one.mean_hours for one in unit.kinds])[kind]
    return Stays(start, start + stream.exponential(mean), np.array([one.staff for one in unit.kinds])[kind])


def cover(people: Stays, level: Floats, first: float, last: float) -> Cover:
    """What ``level`` (staff for each hour of the week [168], or one number) means for ``people`` from hour ``first`` to
    ``last``: between two moments at which anything changes the need is constant, so the answer is exact."""
    moments = np.concatenate([people.start, people.end, np.arange(np.ceil(first), last)])
    change = np.concatenate([people.staff, -people.staff, np.zeros(len(moments) - 2 * len(people.start))])
    order = np.argsort(moments, kind="stable")
    moments, needed = moments[order], np.cumsum(change[order])
    lengths = np.diff(np.clip(np.append(moments, np.inf), first, last))
    hour = np.floor(np.clip(moments, first, last)).astype(np.int64) % WEEK
    short = needed - np.broadcast_to(np.asarray(level, dtype=np.float64), (WEEK,))[hour]
    under = short > 1e-9  # staff of 1.2 and 1.4 add up to whole numbers only nearly
    time = float(lengths[under].sum())
    return Cover(time / (last - first), float((short * lengths)[under].sum()) / time if time else 0.0)


def least_level(people: Stays, chance: float, first: float, last: float) -> int:
    """The fewest staff, the same at all hours, who are too few for at most ``chance`` of the time."""
    level = 0
    while cover(people, np.array(float(level)), first, last).short_of_time > chance:
        level += 1
    return level
