"""The nouns of disclosure control: the policy, the sums between cells, and a cell made safe to show."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from wholetime.kernel.figure import Suppression


class DisclosureError(ValueError):
    """The table cannot be protected: a sum does not add up, a count is negative, or no safe answer exists."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What counts as too few.

    Counts from 1 to ``threshold`` − 1 are withheld; 0 as well when ``zero_is_disclosive``. Shown counts are
    rounded to the nearest multiple of ``round_to``, halves up; 0 means exact.
    """

    threshold: int = 5
    round_to: int = 0
    zero_is_disclosive: bool = False

    def __post_init__(self) -> None:
        if self.threshold < 1 or self.round_to < 0:
            raise DisclosureError("a threshold is at least 1 and a rounding base is not negative")
        if 2 * self.threshold < self.round_to:
            raise DisclosureError("a count that is shown must not round to zero: raise the threshold")

    @property
    def least(self) -> int:
        """The smallest count a withheld cell can hold: a zero that may be shown is never withheld."""
        return 0 if self.zero_is_disclosive else 1

    def is_primary(self, count: int) -> bool:
        return self.least <= count < self.threshold

    def shown(self, count: int) -> int:
        """The count as printed when it is not withheld."""
        if not self.round_to:
            return count
        return (2 * count + self.round_to) // (2 * self.round_to) * self.round_to

    def readings(self, shown: int) -> tuple[int, int]:
        """The least and greatest true counts, both included, that would be printed as ``shown``."""
        if not self.round_to or (shown == 0 and not self.zero_is_disclosive):
            return shown, shown
        low = (2 * shown - self.round_to + 1) // 2
        high = (2 * shown + self.round_to - 1) // 2
        return max(low, self.threshold), high


DEFAULT = Policy()


@dataclass(frozen=True, slots=True)
class Relation[K: Hashable]:
    """``total`` is the sum of ``parts``; or, when ``overlapping``, people may be in several parts at once.

    WTE adds up and headcount often does not: someone in two staff groups is one head in the total. An
    overlapping total is then no smaller than its largest part and no larger than the sum.
    """

    total: K
    parts: tuple[K, ...]
    overlapping: bool = False

    def __post_init__(self) -> None:
        if not self.parts or len({self.total, *self.parts}) != len(self.parts) + 1:
            raise DisclosureError(f"the sum for {self.total!r} needs parts, each named once")


@dataclass(frozen=True, slots=True)
class Protected:
    """A cell as it may be shown: ``value`` (rounded if the policy says so), or None and ``why``."""

    value: int | None
    why: Suppression | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.why is None):
            raise DisclosureError("a protected cell has either a value or a reason for having none")
