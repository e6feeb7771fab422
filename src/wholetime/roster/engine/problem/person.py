"""People and their contracts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from wholetime.roster.engine.problem.impossible import no_twice, refuse_unless
from wholetime.roster.engine.problem.rule import Rule

WEEK_MINUTES = 7 * 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What people were promised alike: hours a week, and rules of their own.

    ``weekly`` is in minutes, or None where hours are not contracted.
    """

    name: str
    weekly: int | None = None
    rules: tuple[Rule, ...] = ()

    def __post_init__(self) -> None:
        refuse_unless(bool(self.name), "a contract needs a name")
        possible = self.weekly is None or 0 <= self.weekly <= WEEK_MINUTES
        refuse_unless(possible, f"contract {self.name}: {self.weekly} minutes a week is impossible")
        no_twice(tuple(rule.name for rule in self.rules), f"contract {self.name}: rule")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody to be rostered.

    ``groups`` are words that rules may be meant for (doctor in training, night worker). ``opted_out`` names rules that
    do not bind this person. ``rules`` bind only this person: a working pattern, no nights. ``supernumerary`` holds
    spans of days (first, last) on which the person fills no cover. ``hourly`` is basic pay in pounds an hour.
    """

    name: str
    contract: str
    skills: tuple[str, ...] = ()
    grade: str = ""
    groups: tuple[str, ...] = ()
    opted_out: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    supernumerary: tuple[tuple[int, int], ...] = ()
    hourly: Decimal | None = None

    def __post_init__(self) -> None:
        refuse_unless(bool(self.name), "a person needs a name")
        no_twice(self.skills, f"{self.name}: skill")
        no_twice(tuple(rule.name for rule in self.rules), f"{self.name}: rule")
        paid = self.hourly is None or (self.hourly.is_finite() and self.hourly >= 0)
        refuse_unless(paid, f"{self.name}: £{self.hourly} an hour is impossible")
        for first, last in self.supernumerary:
            refuse_unless(first <= last, f"{self.name}: supernumerary from day {first} to day {last} is backwards")

    def counts_on(self, day: int) -> bool:
        return not any(first <= day <= last for first, last in self.supernumerary)

    def answers_to(self, words: tuple[str, ...]) -> bool:
        """Whether a rule for ``words`` is meant for this person; a rule for nobody in particular is for all."""
        return not words or not {self.contract, self.grade, self.name, *self.groups}.isdisjoint(words)
