"""Functions compiled by Numba, once for an installation where that can be kept, else once for each process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from numba import njit


def compiled[F: Callable[..., Any]](function: F) -> F:
    """``function`` compiled. It is kept beside its source or in the user's cache folder, if either can be written."""
    try:
        return cast("F", njit(cache=True, nogil=True)(function))
    except RuntimeError:  # Numba found nowhere to keep it, as under a service that may write its data only
        return cast("F", njit(nogil=True)(function))
