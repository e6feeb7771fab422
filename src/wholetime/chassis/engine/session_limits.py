"""How long a session lasts: since it began, and since it was last used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reason = Literal["idle", "absolute"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Both in seconds. A session is over when either has passed, to the second."""

    idle: float
    absolute: float


def why_over(limits: Limits, began: float | None, seen: float | None, now: float) -> Reason | None:
    """Why a session that ``began`` and was last ``seen`` then is over ``now``; None while it is not.

    Times are seconds since the epoch. A session without its times is over, and so is one from the future: a clock
    that went back must not lengthen it.
    """
    if began is None or seen is None or began > now or seen > now or seen < began:
        return "absolute"
    if now - began >= limits.absolute:
        return "absolute"
    return "idle" if now - seen >= limits.idle else None
