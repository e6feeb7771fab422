"""Functions compiled by Numba, once for an installation where that can be kept, else once for each process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from numba import njit


def compiled[F: Callable[..., Any]](function: F) -> F:
    """``function`` compiled. It is kept beside its source or in the user's cache folder, if either can be written."""
    return _kept_if_possible(function)


def inlined[F: Callable[..., Any]](function: F) -> F:
    """``function`` compiled into each of its compiled callers."""
    return _kept_if_possible(function, inline="always")


def _kept_if_possible[F: Callable[..., Any]](function: F, **how: Any) -> F:
    try:
        return cast("F", njit(cache=True, nogil=True, **how)(function))
    except RuntimeError:  # Numba found nowhere to keep it, as under a service that may write its data only
        return cast("F", njit(nogil=True, **how)(function))
