"""Hours, exact: contracted, worked, planned. Never a float, and never a bare number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from wholetime.kernel.rates import Count, exact, ratio

MICROSECONDS_IN_HOUR = 3_600_000_000


@dataclass(frozen=True, order=True, slots=True)
class Hours:
    """A length of time in hours. Raises TypeError for a float, ValueError for one that is not finite."""

    value: Decimal

    def __init__(self, value: Count | str) -> None:
        number = Decimal(value) if isinstance(value, str) else exact(value)
        if not number.is_finite():
            raise ValueError(f"{value} is not a number of hours")
        object.__setattr__(self, "value", number)

    def __add__(self, other: Hours) -> Hours:
        return Hours(self.value + other.value) if isinstance(other, Hours) else NotImplemented

    def __sub__(self, other: Hours) -> Hours:
        return Hours(self.value - other.value) if isinstance(other, Hours) else NotImplemented

    def __neg__(self) -> Hours:
        return Hours(-self.value)

    def __mul__(self, times: Count) -> Hours:
        return Hours(self.value * exact(times))

    __rmul__ = __mul__

    def __truediv__(self, parts: Count) -> Hours:
        """A share of these hours; for hours ÷ hours use ``ratio``. Raises ZeroDivisionError."""
        return Hours(self.value / exact(parts))

    def ratio(self, other: Hours) -> Decimal | None:
        """How many times ``other`` goes into these hours, or None when it is zero."""
        return ratio(self.value, other.value)

    def rounded(self, places: int = 2) -> Hours:
        """As printed: to ``places`` decimals, halves away from zero."""
        return Hours(self.value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))

    def __str__(self) -> str:
        return f"{self.value.normalize():f} hours"


NO_HOURS = Hours(0)


def hours_between(start: datetime, end: datetime) -> Hours:
    """Hours that pass from ``start`` to ``end``, which must both know their time zone.

    A night shift of 20:00 to 08:00 in London lasts 11 hours when the clocks go forward and 13 when they go
    back: subtracting two London times directly would give 12, so both are taken to UTC first. A repeated
    hour is told apart by ``fold``. Raises ValueError for a time without a zone, or an end before the start.
    """
    if start.tzinfo is None or end.tzinfo is None:
        raise ValueError("hours can only be counted between times that know their time zone")
    passed = end.astimezone(UTC) - start.astimezone(UTC)
    if passed.total_seconds() < 0:
        raise ValueError(f"a shift cannot end ({end}) before it starts ({start})")
    seconds = passed.days * 86_400 + passed.seconds
    return Hours(Decimal(seconds * 1_000_000 + passed.microseconds) / MICROSECONDS_IN_HOUR)
