"""Exact elimination: what adding and subtracting whole rows of a table tells about its unknown cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from wholetime.kernel.disclosure.intervals import Interval, Row


def reduced(rows: Sequence[Row], bounds: Sequence[Interval]) -> list[Row]:
    """The rows brought to reduced echelon form over the cells not yet known.

    Known cells stay in each row as terms, so a row with a single unknown says what that unknown is.
    """
    unknown = {cell for cell, (low, high) in enumerate(bounds) if low != high}
    echelon: dict[int, dict[int, Fraction]] = {}
    for row in sorted(rows, key=len):
        _insert(echelon, {cell: Fraction(sign) for cell, sign in row.items()}, unknown)
    return list(echelon.values())


def _insert(echelon: dict[int, dict[int, Fraction]], row: dict[int, Fraction], unknown: set[int]) -> None:
    for cell in [cell for cell in row if cell in echelon]:
        _subtract(row, echelon[cell], row.get(cell, Fraction(0)))
    pivot = min((cell for cell in row if cell in unknown), default=None)
    if pivot is None:
        return
    scale = row[pivot]
    row = {cell: value / scale for cell, value in row.items()}
    for other in echelon.values():
        _subtract(other, row, other.get(pivot, Fraction(0)))
    echelon[pivot] = row


def _subtract(row: dict[int, Fraction], other: Mapping[int, Fraction], times: Fraction) -> None:
    if not times:
        return
    for cell, value in other.items():
        left = row.get(cell, Fraction(0)) - times * value
        if left:
            row[cell] = left
        else:
            row.pop(cell, None)
