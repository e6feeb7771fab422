"""A rule: what it says, what a breach costs, and who says so. A rule set: rules that hold from one date to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from wholetime.roster.engine.problem.duty import Kind
from wholetime.roster.engine.problem.forms import Form
from wholetime.roster.engine.problem.impossible import no_twice, refuse_unless, refuse_weight

UNITS = {"breach": 1, "day": 1, "weekend": 1, "minute": 1, "hour": 60, "point": 1}
"""The units that a weight may be per, in the smallest unit that is counted: days, weekends or minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. ``weight`` is the penalty ``per`` unit of breach, or None where it must never be broken.

    ``who`` are contracts, grades, groups or names that it is meant for, everybody if empty. ``source`` is the
    publication, ``verified`` whether it was checked against it.
    """

    name: str
    says: Form
    weight: int | None = None
    per: Literal["breach", "day", "weekend", "minute", "hour", "point"] = "breach"
    who: tuple[str, ...] = ()
    source: str = ""
    verified: bool = False

    def __post_init__(self) -> None:
        refuse_unless(bool(self.name), "a rule needs a name")
        refuse_weight(self.weight, f"rule {self.name}")
        whole = self.weight is None or self.weight % UNITS[self.per] == 0
        refuse_unless(whole, f"rule {self.name}: {self.weight} per {self.per} is not a whole price per minute")

    @property
    def hard(self) -> bool:
        return self.weight is None

    @property
    def price(self) -> int:
        """Penalty for each of the smallest units (a day, a weekend, a minute). Only for a rule that may be broken."""
        if self.weight is None:
            raise ValueError(f"rule {self.name} has no price: it must not be broken")
        return self.weight // UNITS[self.per]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """Rules that somebody published, with the kinds of duty they speak of, and when they were in force."""

    name: str
    title: str
    publication: str
    effective_from: date
    effective_to: date | None = None
    kinds: tuple[Kind, ...] = ()
    rules: tuple[Rule, ...] = ()

    def __post_init__(self) -> None:
        no_twice(tuple(rule.name for rule in self.rules), f"rule set {self.name}: rule")

    def in_force(self, day: date) -> bool:
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)
