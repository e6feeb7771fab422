"""The quantiles in which every forecast of a panel is given, ours and the peers', so that they are scored alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Every 5%, and 2.5% and 97.5%, the ends of a 95% interval: 21 in all, with the median in the middle.
QUANTILES: Floats = np.array([0.025, *np.round(np.arange(1, 20) * 0.05, 2), 0.975])
MEDIAN = len(QUANTILES) // 2


def interval(coverage: int) -> tuple[int, int]:
    """Positions in ``QUANTILES`` of the ends of the central interval: of 80 (%), those of 0.1 and 0.9."""
    low = int(np.argmin(np.abs(QUANTILES - (1 - coverage / 100) / 2)))
    return low, len(QUANTILES) - 1 - low
