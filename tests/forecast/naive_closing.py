"""Linear programmes by trying every corner, and fair shares by trying every distribution."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np


def least_over_corners(cost: np.ndarray, rows: np.ndarray, limits: np.ndarray) -> float | None:
    """Least ``cost`` · x over rows · x ≤ limits, a bounded region: the best of all its corners; None if it has none."""
    size = len(cost)
    chosen = np.array(list(combinations(range(len(rows)), size)))
    square, right = rows[chosen], limits[chosen]
    proper = np.abs(np.linalg.det(square)) > 1e-7
    corners = np.linalg.solve(square[proper], right[proper][..., np.newaxis])[..., 0]
    inside = (corners @ rows.T <= limits + 1e-6).all(axis=1)
    return float((corners[inside] @ cost).min()) if inside.any() else None


def fairest(available: int, most: np.ndarray, worth: np.ndarray, gap: np.ndarray) -> list[float]:
    """The closed shares, sorted, of the best distribution of whole places: every one is tried."""
    best: list[float] = []
    for places in product(*(range(int(limit) + 1) for limit in most)):
        if sum(places) <= available:
            shares = sorted(min(n * w / g, 1.0) for n, w, g in zip(places, worth, gap, strict=True))
            best = max(best, [round(share, 9) for share in shares])
    return best
