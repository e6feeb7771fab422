"""Interval propagation: narrowing what each cell could be, one equation at a time, until nothing changes."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor, inf

from wholetime.kernel.disclosure.policy import DisclosureError

UNBOUNDED: float = inf
Interval = tuple[int, int | float]

Row = Mapping[int, int | Fraction]
"""Cell → coefficient of an equation whose right-hand side is zero."""

PASSES = 50
"""How often one equation is read again. Narrowing can creep by one person at a time; stopping early only
leaves intervals wider, never wrong."""


def narrowed(bounds: list[Interval], rows: Sequence[Row]) -> None:
    """Narrow ``bounds`` in place to the whole numbers that every row, summing to zero, still allows."""
    using: dict[int, list[int]] = {}
    for index, row in enumerate(rows):
        for cell in row:
            using.setdefault(cell, []).append(index)
    waiting, queued, left = deque(range(len(rows))), set(range(len(rows))), PASSES * len(rows)
    while waiting and left:
        index = waiting.popleft()
        queued.discard(index)
        left -= 1
        for cell in _read(bounds, rows[index]):
            again = [other for other in using[cell] if other not in queued]
            waiting.extend(again)
            queued.update(again)


def _read(bounds: list[Interval], row: Row) -> list[int]:
    """Narrow the cells of one row; those that changed."""
    spans = {cell: _span(times, bounds[cell]) for cell, times in row.items()}
    lows = _Total([low for low, _ in spans.values()])
    highs = _Total([high for _, high in spans.values()])
    changed = []
    for cell, times in row.items():
        low, high = spans[cell]
        ends = sorted((-highs.without(high) / times, -lows.without(low) / times))
        before = bounds[cell]
        bounds[cell] = _meet(before, ends[0], ends[1])
        if bounds[cell] != before:
            changed.append(cell)
    return changed


class _Total:
    """A sum that can leave one term out, kept exact although some terms are infinite."""

    def __init__(self, terms: Sequence[Fraction | float]) -> None:
        self.infinite = [term for term in terms if isinstance(term, float)]
        self.finite = sum((term for term in terms if not isinstance(term, float)), Fraction(0))

    def without(self, term: Fraction | float) -> Fraction | float:
        if isinstance(term, float):
            return self.finite if len(self.infinite) == 1 else self.infinite[0]
        return self.infinite[0] if self.infinite else self.finite - term


def _span(times: int | Fraction, bound: Interval) -> tuple[Fraction | float, Fraction | float]:
    low = Fraction(bound[0]) * times
    high = (inf if times > 0 else -inf) if isinstance(bound[1], float) else Fraction(bound[1]) * times
    return (low, high) if times > 0 else (high, low)


def _meet(bound: Interval, low: Fraction | float, high: Fraction | float) -> Interval:
    least = bound[0] if isinstance(low, float) else max(bound[0], ceil(low))
    most = bound[1] if isinstance(high, float) else min(bound[1], floor(high))
    if most < least:
        raise DisclosureError("no table of counts could look like this")
    return least, most
