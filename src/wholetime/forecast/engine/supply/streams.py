"""Random numbers that belong to a seed, a draw and a purpose, and to nothing else.

Whoever works on a draw, in whatever order and company, finds the same numbers; and a scenario that changes one purpose
leaves the numbers of all others alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from zlib import crc32

import numpy as np

from wholetime.forecast.engine.supply.cells import Floats
from wholetime.forecast.engine.supply.spread import Spread

KEYS = 2**64
START = {"bit_generator": "Philox", "buffer": np.zeros(4, np.uint64), "buffer_pos": 4, "has_uint32": 0, "uinteger": 0}


@dataclass(frozen=True, slots=True)
class Streams:
    """Draws ``first`` to ``first + count − 1`` under ``seed``; without ``chance`` all that is drawn is its middle."""

    seed: int
    first: int
    count: int
    chance: bool = True
    _generator: np.random.Generator = field(default_factory=lambda: np.random.Generator(np.random.Philox(key=0)))

    def key(self, draw: int) -> np.uint64:
        """Where the stream of the people's chances begins for the block's draw ``draw``."""
        return np.uint64(self._at(draw, "people").bit_generator.random_raw())

    def uniform(self, purpose: str, shape: tuple[int, ...]) -> Floats:
        """Numbers from 0 to below 1 [draw, …shape]; without chance nobody asks for them, and they are 0."""
        if not self.chance:
            return np.zeros((self.count, *shape))
        found = np.empty((self.count, *shape))
        for draw in range(self.count):
            self._at(draw, purpose).random(out=found[draw])
        return found

    def normal(self, purpose: str, shape: tuple[int, ...]) -> Floats:
        """Standard normal numbers [draw, …shape]."""
        found = np.empty((self.count, *shape))
        for draw in range(self.count):
            self._at(draw, purpose).standard_normal(out=found[draw])
        return found

    def times(self, purpose: str, spread: Spread, years: int) -> Floats:
        """Factors [draw, year, place, group] that ``spread`` makes; 1 throughout where it is none or without chance."""
        places, groups = spread.own.shape
        if not self.chance or spread.none:
            return np.ones((self.count, years, places, groups))
        z = self.normal(purpose, (1 + 2 * years, places + 1, groups))
        return np.exp(_lasting(z[:, 0], spread) + _passing(z[:, 1:], spread))

    def _at(self, draw: int, purpose: str) -> np.random.Generator:
        """The block's one generator, put where the stream of a draw and purpose begins (making one takes longer)."""
        key = np.array([self.seed % KEYS, self.first + draw], np.uint64)
        counter = np.array([0, 0, 0, crc32(purpose.encode())], np.uint64)
        self._generator.bit_generator.state = START | {"state": {"counter": counter, "key": key}}
        return self._generator


def _lasting(z: Floats, spread: Spread) -> Floats:
    """From ``z`` [draw, all places and each, group]."""
    found: Floats = z[:, None, :1] * spread.group + z[:, None, 1:] * spread.own
    return found


def _passing(z: Floats, spread: Spread) -> Floats:
    """From ``z`` [draw, year (good and bad years, then drift), all places and each, group]."""
    both: Floats = np.sqrt(spread.together) * z[:, :, :1] + np.sqrt(1 - spread.together) * z[:, :, 1:]
    years = z.shape[1] // 2
    found: Floats = spread.yearly * both[:, :years] + (spread.drift * both[:, years:]).cumsum(axis=1)
    return found
