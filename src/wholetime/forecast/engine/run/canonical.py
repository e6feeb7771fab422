"""One way to write a value, so that equal values have equal hashes on every machine."""

from __future__ import annotations

import hashlib
import json
from math import isfinite

DIGITS = 9
"""Significant digits at which results are compared: processors add up in different orders, beyond the tenth."""


def canonical(value: object) -> str:
    """JSON with sorted keys, no spaces and no escapes. Raises ValueError for numbers that are none."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(value: object) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def rounded(value: float) -> float:
    """``value`` to DIGITS significant digits; nought has no sign. Raises ValueError for what is not a number."""
    if not isfinite(value):
        raise ValueError(f"a result may not be {value}")
    return float(f"{value:.{DIGITS - 1}e}") or 0.0
