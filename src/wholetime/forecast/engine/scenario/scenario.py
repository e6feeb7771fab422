"""A scenario: a named, versioned set of changes to assumptions, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wholetime.forecast.engine.scenario.assumption import Unfit, uncertain_as_json, uncertain_from_json
from wholetime.forecast.engine.uncertain import Uncertain


@dataclass(frozen=True, slots=True)
class Change:
    """``assumption`` becomes ``to``, or ``times`` what it was, from ``from_year`` on, evenly over ``phased`` years.

    ``places``, ``groups`` and ``ages`` (youngest, oldest) are whom it is for; None is all. Raises Unfit unless exactly
    one of ``to`` and ``times`` is given, and for steps, ages or lists that cannot be.
    """

    assumption: str
    from_year: int
    to: Uncertain | None = None
    times: float | None = None
    phased: int = 1
    places: tuple[str, ...] | None = None
    groups: tuple[str, ...] | None = None
    ages: tuple[int, int] | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if (self.to is None) == (self.times is None):
            raise Unfit(
                f"the change of {self.assumption} says either what it becomes or how many times it was, not both"
            )
        if self.times is not None and not self.times >= 0:
            raise Unfit(f"{self.assumption} cannot become {self.times:g} times what it was")
        if self.phased < 1:
            raise Unfit(f"{self.assumption} is phased in over 1 year or more, not {self.phased}")
        if self.places == () or self.groups == ():
            raise Unfit(f"the change of {self.assumption} is for nobody: it names no place or no group")
        if self.ages is not None and not 0 <= self.ages[0] <= self.ages[1]:
            raise Unfit(
                f"the change of {self.assumption} is for ages {self.ages[0]} to {self.ages[1]}, which is nobody"
            )

    @property
    def complete(self) -> int:
        """The first year in which all of it holds."""
        return self.from_year + self.phased - 1

    def meets(self, other: Change) -> bool:
        """Whether some people come under both."""
        return (
            self.assumption == other.assumption
            and _meet(self.places, other.places)
            and _meet(self.groups, other.groups)
            and (self.ages is None or other.ages is None or _overlap(self.ages, other.ages))
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "assumption": self.assumption,
            "from_year": self.from_year,
            "to": None if self.to is None else uncertain_as_json(self.to),
            "times": self.times,
            "phased": self.phased,
            "places": None if self.places is None else list(self.places),
            "groups": None if self.groups is None else list(self.groups),
            "ages": None if self.ages is None else list(self.ages),
            "reason": self.reason,
        }

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> Change:
        """Raises Unfit."""
        try:
            parts = dict(given)
            parts["to"] = None if parts.get("to") is None else uncertain_from_json(parts["to"])
            for name in ("places", "groups", "ages"):
                parts[name] = None if parts.get(name) is None else tuple(parts[name])
            if parts["ages"] is not None and len(parts["ages"]) != 2:
                raise Unfit(f"ages are the youngest and the oldest, not {list(parts['ages'])}")
            return cls(**parts)
        except Unfit:
            raise
        except (KeyError, TypeError, ValueError) as wrong:
            raise Unfit(f"the change of {given.get('assumption', 'something')}: {wrong}") from None


@dataclass(frozen=True, slots=True)
class Scenario:
    """Raises Unfit without a name, title, version or owner, and for changes that contradict each other.

    Two changes of one assumption for the same people may follow each other, and not overlap: the later begins when the
    earlier is complete.
    """

    name: str
    title: str
    version: str
    owner: str
    changes: tuple[Change, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        for part in ("name", "title", "version", "owner"):
            if not getattr(self, part).strip():
                raise Unfit(f"a scenario has a {part}")
        ordered = self.in_order
        for n, earlier in enumerate(ordered):
            for later in ordered[n + 1 :]:
                if earlier.meets(later) and later.from_year <= earlier.complete:
                    raise Unfit(
                        f"two changes of {later.assumption} contradict each other: one is complete in "
                        f"{earlier.complete}, and the other begins in {later.from_year} for some of the same people"
                    )

    @property
    def in_order(self) -> tuple[Change, ...]:
        """Changes by the year in which they begin."""
        return tuple(sorted(self.changes, key=lambda change: (change.from_year, change.complete)))

    def as_json(self) -> dict[str, Any]:
        parts = {
            "name": self.name,
            "title": self.title,
            "version": self.version,
            "owner": self.owner,
            "note": self.note,
        }
        return {**parts, "changes": [change.as_json() for change in self.changes]}

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> Scenario:
        """Raises Unfit."""
        try:
            return cls(**{**given, "changes": tuple(Change.from_json(change) for change in given.get("changes", ()))})
        except TypeError as wrong:
            raise Unfit(f"the scenario {given.get('name', '')}: {wrong}") from None


def nothing_changes(owner: str = "wholetime") -> Scenario:
    """The scenario in which all assumptions hold as the register has them."""
    return Scenario("as_registered", "Nothing changes", "1", owner)


def _meet(one: tuple[str, ...] | None, other: tuple[str, ...] | None) -> bool:
    return one is None or other is None or not set(one).isdisjoint(other)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
