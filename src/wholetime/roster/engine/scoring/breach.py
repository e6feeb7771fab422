"""What a roster is found to break, and what it costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Breach:
    """``amount`` of a rule broken by a person (nobody for cover), told on a day; ``penalty`` None if it must not be."""

    rule: str
    person: str
    day: int
    amount: int
    penalty: int | None

    def __str__(self) -> str:
        who = f"{self.person}, " if self.person else ""
        price = "must not be" if self.penalty is None else f"penalty {self.penalty}"
        return f"{who}day {self.day}: {self.rule} ({self.amount}; {price})"


@dataclass(frozen=True, slots=True)
class Score:
    """All breaches of a roster. It is legal if none of them must not be; its penalty is the sum of the others."""

    breaches: tuple[Breach, ...]

    @property
    def penalty(self) -> int:
        return sum(breach.penalty or 0 for breach in self.breaches)

    @property
    def broken(self) -> tuple[Breach, ...]:
        """What must not be."""
        return tuple(breach for breach in self.breaches if breach.penalty is None)

    @property
    def legal(self) -> bool:
        return not self.broken

    def by_rule(self) -> dict[str, int]:
        return self._by(lambda breach: breach.rule)

    def by_person(self) -> dict[str, int]:
        """Penalty of each person's own rules and wishes; the cover's is nobody's."""
        return self._by(lambda breach: breach.person)

    def by_day(self) -> dict[int, int]:
        return self._by(lambda breach: breach.day)

    def _by[Key](self, key: Callable[[Breach], Key]) -> dict[Key, int]:
        sums = Counter[Key]()
        for breach in self.breaches:
            sums[key(breach)] += breach.penalty or 0
        return dict(sums)
