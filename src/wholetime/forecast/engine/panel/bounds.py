"""What a value cannot be: below nought where none ever was, above 1 or 100 where they are shares of a whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholetime.forecast.engine.panel.levels import Floats

_WHOLES = (1.0, 100.0)
_NEAR_THE_WHOLE, _USUAL = 0.8, 0.3  # of the whole: the greatest value reaches that, the middle one this


@dataclass(frozen=True)
class Bounds:
    """The least and the most a value can be, in its unit."""

    least: float = -np.inf
    most: float = np.inf


def bounds_of(values: Floats) -> Bounds:
    """Judged from the values: counts are skewed, so that their middle is far below their greatest; shares are not."""
    known = values[~np.isnan(values)]
    if len(known) == 0 or known.min() < 0:
        return Bounds()
    most, middle = float(known.max()), float(np.median(known))
    wholes = [
        w for w in _WHOLES if _NEAR_THE_WHOLE * w <= most <= w and middle >= _USUAL * w and not _whole_numbers(known)
    ]
    return Bounds(0.0, wholes[0] if wholes else np.inf)


def _whole_numbers(known: Floats) -> bool:
    """Counts rather than shares."""
    return bool((known == np.round(known)).all())
