"""What chance brings to a projection, kept for the next one: the same people and the same luck, other assumptions."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from wholetime.forecast.engine.drivers import Drivers
from wholetime.forecast.engine.supply.inputs import Inputs


@dataclass(frozen=True, eq=False)
class Luck:
    """Of ``inputs`` over ``years`` under ``seed``, as things are under ``drivers``: filled by the projections that are
    given it, and read by those after them. 20 kB a draw for 13 staff groups, seven routes and ten years."""

    inputs: Inputs
    years: int
    seed: int
    drivers: Drivers
    _held: dict[Hashable, Any] = field(default_factory=dict)

    def under(self, inputs: Inputs, years: int, seed: int, drivers: Drivers) -> Kept:
        """What is held and ``drivers`` do not change. Raises ValueError where it is the luck of something else."""
        if inputs is not self.inputs or (years, seed) != (self.years, self.seed):
            raise ValueError("this is the luck of other people, years or another seed")
        return Kept(self._held, changed(self.drivers, drivers))


@dataclass(frozen=True, eq=False)
class Kept:
    """``held`` is of things as they are, of which the drivers named ``moved`` change something; None keeps nothing."""

    held: dict[Hashable, Any] | None = None
    moved: frozenset[str] = frozenset()

    def or_made[T](self, what: Hashable, driven_by: Sequence[str], made: Callable[[], T]) -> T:
        """``what``, held from before or ``made`` now; only made where one of its drivers is another."""
        if self.held is None or any(name in self.moved or _bare(name) in self.moved for name in driven_by):
            return made()
        if what not in self.held:
            self.held[what] = made()
        found: T = self.held[what]
        return found


NOTHING_KEPT = Kept()


def changed(one: Drivers, other: Drivers) -> frozenset[str]:
    """Names of what the two do not drive alike."""
    names = {*one.times, *one.plus, *other.times, *other.plus}
    return frozenset(name for name in names if not _alike(name, one, other))


def _alike(name: str, one: Drivers, other: Drivers) -> bool:
    pairs = ((one.factor(name), other.factor(name)), (one.addition(name), other.addition(name)))
    return all(first is second or np.array_equal(first, second) for first, second in pairs)


def _bare(name: str) -> str:
    return name.partition(".")[0]
