"""Money in pounds sterling, exact. Rounded to the penny only where it is printed or paid."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from wholetime.kernel.rates import Count, exact, ratio

PENNY = Decimal("0.01")


@dataclass(frozen=True, order=True, slots=True)
class Money:
    """An amount in pounds. Raises TypeError for a float, ValueError for one that is not finite."""

    pounds: Decimal

    def __init__(self, pounds: Count | str) -> None:
        amount = Decimal(pounds) if isinstance(pounds, str) else exact(pounds)
        if not amount.is_finite():
            raise ValueError(f"{pounds} is not an amount of money")
        object.__setattr__(self, "pounds", amount)

    def __add__(self, other: Money) -> Money:
        return Money(self.pounds + other.pounds) if isinstance(other, Money) else NotImplemented

    def __sub__(self, other: Money) -> Money:
        return Money(self.pounds - other.pounds) if isinstance(other, Money) else NotImplemented

    def __neg__(self) -> Money:
        return Money(-self.pounds)

    def __mul__(self, times: Count) -> Money:
        return Money(self.pounds * exact(times))

    __rmul__ = __mul__

    def __truediv__(self, parts: Count) -> Money:
        """A share of this amount, unrounded; for money ÷ money use ``ratio``. Raises ZeroDivisionError."""
        return Money(self.pounds / exact(parts))

    def ratio(self, other: Money) -> Decimal | None:
        """How many times ``other`` goes into this amount, or None when it is zero."""
        return ratio(self.pounds, other.pounds)

    def to_the_penny(self) -> Money:
        """As printed or paid: whole pence, halves away from zero."""
        return Money(self.pounds.quantize(PENNY, rounding=ROUND_HALF_UP))

    def __str__(self) -> str:
        amount = self.to_the_penny().pounds
        return f"{'-' if amount < 0 else ''}£{abs(amount):,.2f}"


NO_MONEY = Money(0)
