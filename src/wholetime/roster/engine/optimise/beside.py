"""Searches beside the search, each in a thread of its own: exchanges from the best roster known, again and again.

The compiled loops let go of the interpreter, so a thread is a core; all share one team, where processes had one each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread

from wholetime.roster.engine.arrays import Ints
from wholetime.roster.engine.optimise.exchanges import CHUNK, COOL, exchanged
from wholetime.roster.engine.optimise.team import Team

LONG = 1_000
"""Moves for each person-day from one best roster before the next is taken up."""


class Shared:
    """The best roster of all searches: each gives what it finds, and takes up what is better than its own."""

    def __init__(self, lines: Ints, penalty: int) -> None:
        self._lock, self._lines, self._penalty = Lock(), lines, penalty
        self.done = Event()

    def give(self, lines: Ints, penalty: int) -> None:
        """Take a roster [P, D], if it is better."""
        with self._lock:
            if penalty < self._penalty:
                self._lines, self._penalty = lines, penalty

    def better(self, penalty: int) -> Ints | None:
        """The best roster, if it is below ``penalty``."""
        with self._lock:
            return self._lines if self._penalty < penalty else None

    def best(self) -> Ints:
        """The best roster; nobody writes to it."""
        with self._lock:
            return self._lines


@contextmanager
def searches_beside(team: Team, shared: Shared, count: int, seed: int) -> Iterator[None]:
    """``count`` more searches while the context lasts."""
    threads = [Thread(target=_search, args=(team, shared, seed + number), daemon=True) for number in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        shared.done.set()
        for thread in threads:
            thread.join()


def _search(team: Team, shared: Shared, seed: int) -> None:
    turn = 0
    while not shared.done.is_set():
        lines = shared.best()
        found = exchanged(team, lines, _gone(shared, LONG * lines.size), seed + turn * CHUNK, warm=COOL)
        shared.give(found, team.penalty(found))
        turn += 1


def _gone(shared: Shared, most: int) -> Callable[[int], float]:
    return lambda moves: 1.0 if shared.done.is_set() else moves / most
