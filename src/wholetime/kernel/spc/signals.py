"""The four rules. Each says which points it marks, and whether upwards (1) or downwards (−1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from wholetime.kernel.spc.phases import Placed
from wholetime.kernel.spc.ruleset import Rule, RuleSet

Mark = tuple[int, int]  # position of a point, and the way it signals


@dataclass(frozen=True, slots=True)
class Signal:
    """One rule, broken by one point: ``way`` is 1 for high or rising, −1 for low or falling."""

    rule: Rule
    way: int

    @property
    def side(self) -> str:
        return "high" if self.way > 0 else "low"


def _runs(ways: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Unbroken runs of the same non-zero way: first position, length, way."""
    start = 0
    for way, same in groupby(ways):
        length = len(list(same))
        if way:
            yield start, length, way
        start += length


def outside_limits(points: Sequence[Placed], rules: RuleSet) -> Iterator[Mark]:
    """A single point above the upper limit or below the lower one."""
    yield from ((i, point.side) for i, point in enumerate(points) if point.outside)


def trend(points: Sequence[Placed], rules: RuleSet) -> Iterator[Mark]:
    """Enough points in a row, each above the last or each below it. Equal neighbours end the run."""
    steps = [(b.value > a.value) - (b.value < a.value) for a, b in pairwise(points)]
    for start, length, way in _runs(steps):
        if length + 1 >= rules.trend_points:
            yield from ((i, way) for i in range(start, start + length + 1))


def shift(points: Sequence[Placed], rules: RuleSet) -> Iterator[Mark]:
    """Enough points in a row on one side of the mean. A point on the mean ends the run."""
    for start, length, way in _runs([point.side for point in points]):
        if length >= rules.shift_points:
            yield from ((i, way) for i in range(start, start + length))


def two_of_three(points: Sequence[Placed], rules: RuleSet) -> Iterator[Mark]:
    """Three in a row on one side of the mean, two or more of them beyond the near line: those beyond it."""
    marked: dict[int, int] = {}
    for start in range(len(points) - 2):
        window = points[start : start + 3]
        sides = {point.side for point in window}
        if len(sides) == 1 and sum(point.near for point in window) >= 2:
            marked |= {start + i: point.side for i, point in enumerate(window) if point.near}
    yield from marked.items()


RULES: dict[Rule, Callable[[Sequence[Placed], RuleSet], Iterator[Mark]]] = {
    Rule.OUTSIDE_LIMITS: outside_limits,
    Rule.TREND: trend,
    Rule.TWO_OF_THREE: two_of_three,
    Rule.SHIFT: shift,
}


def _stretches(points: Sequence[Placed], rules: RuleSet) -> Iterator[tuple[int, Sequence[Placed]]]:
    """What a rule may look along: the whole chart, or one phase at a time."""
    if rules.signals_cross_rebase:
        yield 0, points
        return
    start = 0
    for _, members in groupby(points, key=lambda point: point.phase):
        stretch = list(members)
        yield start, stretch
        start += len(stretch)


def signals(points: Sequence[Placed], rules: RuleSet) -> list[list[Signal]]:
    """Every signal of every point, those of one rule in date order of the runs that make them."""
    found: list[list[Signal]] = [[] for _ in points]
    for start, stretch in _stretches(points, rules):
        for rule, marks in RULES.items():
            for position, way in marks(stretch, rules):
                found[start + position].append(Signal(rule, way))
    return found
