"""Scores of one part of an index: where each value stands among its peers, or between two thresholds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal

HUNDRED = Decimal(100)


def percentile_scores(
    values: Mapping[str, Decimal], *, worse_high: bool, peers_at_least: int, peers: Sequence[Decimal] = ()
) -> dict[str, Decimal]:
    """Area → share (0–100) of the other areas that are better off, half of the equal ones among them.

    ``peers`` are values of further areas, which get no score. Empty where an area has fewer than ``peers_at_least``
    others. No value of its own ever lowers an area's score by getting worse.
    """
    others = len(values) + len(peers) - 1
    if others < max(peers_at_least, 1):
        return {}
    ordered = sorted([*values.values(), *peers])
    return {area: _standing(ordered, value, worse_high) for area, value in values.items()}


def _standing(ordered: Sequence[Decimal], value: Decimal, worse_high: bool) -> Decimal:
    below, through = bisect_left(ordered, value), bisect_right(ordered, value)
    better = below if worse_high else len(ordered) - through
    equal = through - below - 1  # without itself
    return HUNDRED * (2 * better + equal) / (2 * (len(ordered) - 1))


def threshold_score(value: Decimal, best: Decimal, worst: Decimal) -> Decimal:
    """0 at ``best`` and beyond, 100 at ``worst`` and beyond, in a straight line between."""
    if best == worst:
        raise ValueError("the best and the worst value of a part must differ")
    return min(max(Decimal(0), HUNDRED * (value - best) / (worst - best)), HUNDRED)


def ranks(values: Mapping[str, Decimal]) -> dict[str, int]:
    """Area → rank, 1 for the highest value; equal values share a rank, and the next rank counts them all."""
    ordered = sorted(values.values(), reverse=True)
    first = {value: position for position, value in reversed(list(enumerate(ordered, start=1)))}
    return {area: first[value] for area, value in values.items()}
