"""Staff where work arrives by chance: Erlang C, where it may wait, and infinitely many servers, where it may not.

Load is arrivals × length of stay, in the same unit of time: the mean number present or being served.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

MOST = 100_000
"""More servers than this are not looked for."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What ``servers`` give work that arrives at random with ``load`` and takes ``service`` time on average each."""

    load: float
    servers: int
    service: float

    def __post_init__(self) -> None:
        if not 0 <= self.load < self.servers or self.service <= 0:
            raise ValueError(f"{self.servers} cannot keep up with a load of {self.load}")

    @property
    def occupancy(self) -> float:
        """Share of the servers' time that is taken."""
        return self.load / self.servers

    @property
    def must_wait(self) -> float:
        """Probability that an arrival waits (Erlang C)."""
        return must_wait(self.load, self.servers)

    @property
    def mean_wait(self) -> float:
        """Mean wait of all arrivals, in the unit of ``service``."""
        return self.must_wait * self.service / (self.servers - self.load)

    def served_within(self, wait: float) -> float:
        """Share of arrivals who wait no longer than ``wait``, in the unit of ``service``."""
        return 1 - self.must_wait * exp(-(self.servers - self.load) * wait / self.service)


def must_wait(load: float, servers: int) -> float:
    """Erlang C by the recursion of Erlang B, which no load overflows. Raises ValueError unless load < servers."""
    if not 0 <= load < servers:
        raise ValueError(f"{servers} servers cannot keep up with a load of {load}")
    blocked = 1.0
    for count in range(1, servers + 1):
        blocked = load * blocked / (count + load * blocked)
    return servers * blocked / (servers - load * (1 - blocked))


def exceedance(load: float, count: int) -> float:
    """P(more than ``count`` are present) when nobody ever waits: a Poisson law with mean ``load``."""
    if load < 0:
        raise ValueError(f"a load cannot be {load}")
    if count < 0:
        return 1.0
    term = total = exp(-load)
    for present in range(1, count + 1):
        term *= load / present
        total += term
    return max(0.0, 1 - total)


def least_cover(load: float, chance: float) -> int:
    """The fewest who are enough except with a probability of at most ``chance``. Raises ValueError if none would be."""
    if not 0 < chance < 1:
        raise ValueError(f"a chance lies between 0 and 1, not {chance}")
    if not 0 <= load <= 700:
        raise ValueError(f"a load of {load} is no ward's: from 0 to 700")  # e^-700 is still a number
    present, term, total = 0, exp(-load), exp(-load)
    while 1 - total > chance and present < MOST:
        present += 1
        term *= load / present
        total += term
    return present
