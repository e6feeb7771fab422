"""How many are here, hour by hour, where arrivals and staff change through the day: followed, not sampled.

Arrivals are random at a rate that holds for an hour; the time each takes is exponential; staff who go hand over. The
chances of every number present are carried through the hours exactly (by uniformisation) until a day, or a week, ends
as it began. Erlang C is the special case in which nothing changes for long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, exp, sqrt

import numpy as np
from scipy.special import pdtr

from wholetime.forecast.engine.uncertain import Floats
from wholetime.kernel.compiled import compiled

STEPS = 12
"""Looks an hour: chances are told as the mean of what somebody meets who comes at one of them."""
ALIKE, OVER = 1e-8, 1e-8
"""A period has settled when its end differs from its beginning by no more; a larger chance at the most is too large."""
PERIODS, LARGEST = 100, 2_000
ENOUGH = 1e-13
"""What is left out of each sum of uniformisation."""
DEEP = 300.0
"""Events expected in one sum at most: e^-300 is still a number."""


class NeverSettles(ValueError):
    """Staff cannot keep up with the work, so that the queue grows from day to day."""


@dataclass(frozen=True, eq=False)
class Course:
    """``chances`` [look, present] of each number of people, for every look of a period of ``levels``."""

    chances: Floats
    levels: tuple[int, ...]
    service: float

    def waits(self, wait: float) -> Floats:
        """Chance that somebody who arrives in each hour waits longer than ``wait`` hours [hour].

        They do where fewer of those before them go than must. Where staff fall meanwhile, as if they had to wait for
        the fewer.
        """
        looks, most = self.chances.shape
        present = np.arange(most)
        rate = np.repeat(self.levels, STEPS) / self.service
        mean, then = self._served(rate, wait), self._level_after(wait)
        ahead = present[np.newaxis] - then[:, np.newaxis]
        late = np.where(ahead >= 0, pdtr(np.maximum(ahead, 0), mean[:, np.newaxis]), 0.0)
        found = (self.chances * late).sum(axis=1)
        return np.asarray(found.reshape(looks // STEPS, STEPS).mean(axis=1))

    def _served(self, rate: Floats, wait: float) -> Floats:
        """How many go in ``wait`` hours from each look while all are busy, on average."""
        done = np.concatenate([[0.0], np.cumsum(np.tile(rate, 1 + ceil(wait * STEPS / len(rate)) + 1) / STEPS)])
        looks = np.arange(len(rate))
        return np.asarray(np.interp(looks + wait * STEPS, np.arange(len(done)), done) - done[looks])

    def _level_after(self, wait: float) -> Floats:
        hour = np.floor(np.arange(len(self.levels) * STEPS) / STEPS + wait).astype(np.int64) % len(self.levels)
        return np.asarray(self.levels)[hour]


def load_of(arrivals: Sequence[float], service: float) -> Floats:
    """People being seen at each look, on average, if nobody waited [look]: arrivals are felt as long as they stay."""
    rate = np.repeat(np.asarray(arrivals, np.float64), STEPS) * service
    keep = exp(-1 / (STEPS * service))
    present = 0.0
    for value in rate:
        present = value + (present - value) * keep
    present = present / (1 - keep ** len(rate))
    found = np.empty(len(rate))
    for look, value in enumerate(rate):
        found[look] = present
        present = value + (present - value) * keep
    return found


def followed(arrivals: Sequence[float], levels: Sequence[int], service: float, start: Floats | None = None) -> Course:
    """The course with ``levels`` staff [hour] for ``arrivals`` an hour [hour], each taking ``service`` hours.

    ``start`` is a guess of the chances at the first look. Raises NeverSettles.
    """
    load = load_of(arrivals, service)
    if sum(levels) <= sum(arrivals) * service:
        raise NeverSettles("fewer hours on duty than the work takes")
    most = ceil(max(load.max(), max(levels)) + 8 * sqrt(load.max() + 1)) + 20
    while True:
        chances = _settled(np.asarray(arrivals, np.float64), np.asarray(levels, np.int64), service, most, start)
        if chances[:, -1].max() < OVER:
            return Course(chances, tuple(int(level) for level in levels), service)
        if most > LARGEST:
            raise NeverSettles("the queue becomes so long that it means the staff cannot keep up")
        most *= 2


def _settled(arrivals: Floats, levels: Floats, service: float, most: int, start: Floats | None) -> Floats:
    now = np.zeros(most + 1)
    if start is None:
        now[0] = 1.0
    else:
        now[: min(len(start), most + 1)] = start[: most + 1]
        now /= now.sum()
    chances = np.empty((len(arrivals) * STEPS, most + 1))
    for _ in range(PERIODS):
        after = _period(now, arrivals, levels, 1 / service, chances)
        apart = np.abs(after - now).sum()
        now = after
        if apart < ALIKE:
            return chances
    raise NeverSettles("staff so barely keep up that no day is like the one before")


@compiled
def _period(start: Floats, arrivals: Floats, levels: Floats, rate: float, chances: Floats) -> Floats:
    """Fills ``chances`` [look, present] from ``start``; what is there after the last look."""
    now = start.copy()
    for look in range(len(chances)):
        chances[look] = now
        hour = look // STEPS
        coming, staff = arrivals[hour], levels[hour]
        whole = (coming + staff * rate) / STEPS
        parts = int(whole / DEEP) + 1
        for _ in range(parts):
            now = _moved(now, coming, staff, rate, 1.0 / (STEPS * parts))
    return now


@compiled
def _moved(now: Floats, coming: float, staff: int, rate: float, hours: float) -> Floats:
    fastest = coming + staff * rate
    most = len(now) - 1
    weight = np.exp(-fastest * hours)
    left = 1.0 - weight
    term, total = now.copy(), weight * now
    count = 0
    while left > ENOUGH and count < 2_000:
        count += 1
        after = np.zeros_like(term)
        for present in range(most + 1):
            here = term[present]
            if here == 0.0:
                continue
            go = min(present, staff) * rate / fastest
            come = coming / fastest if present < most else 0.0
            if present > 0:
                after[present - 1] += go * here
            if present < most:
                after[present + 1] += come * here
            after[present] += (1.0 - go - come) * here
        term = after
        weight *= fastest * hours / count
        left -= weight
        total += weight * term
    return total / total.sum()
