"""Medians and their bounds, slowly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from statistics import median, quantiles


def gap(area: str, wte: dict[str, Fraction], need: dict[str, Fraction]) -> Fraction:
    """WTE short of the peers' median, from first principles."""
    rates = [wte[one] * 10000 / need[one] for one in wte]
    return median(rates) * need[area] / 10000 - wte[area]


def quartiles(values: Sequence[Fraction]) -> list[Fraction]:
    return quantiles(values, n=4, method="inclusive")


def median_place(count: int, confidence: Fraction) -> int:
    """Every way in which ``count`` draws can fall below (0) or above (1) the median, all equally likely."""
    below = [count - sum(draw) for draw in product((0, 1), repeat=count)]
    place = 0
    while Fraction(sum(one < place + 1 for one in below), len(below)) <= (1 - confidence) / 2:
        place += 1
    return place
