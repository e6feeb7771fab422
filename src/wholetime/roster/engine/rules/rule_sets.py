"""The published rule sets: which there are, and which version was in force on a day."""

from __future__ import annotations

from datetime import date
from functools import cache

from pydantic import TypeAdapter

from wholetime.roster.engine.problem import Impossible, RuleSet
from wholetime.roster.engine.rules.reference import reference

RULE_SETS = ("working_time", "agenda_for_change", "doctors_in_training", "maternity_unit")


@cache
def versions(name: str) -> tuple[RuleSet, ...]:
    """All versions of a rule set, the oldest first. Raises Impossible for a name that is not known."""
    if name not in RULE_SETS:
        raise Impossible(f"there is no rule set {name!r}; there are {', '.join(RULE_SETS)}")
    read: tuple[RuleSet, ...] = TypeAdapter(tuple[RuleSet, ...]).validate_python(reference(name)["versions"])
    return read


def rule_set(name: str, on: date) -> RuleSet:
    """The version in force on a day. Raises Impossible where there was none."""
    found = [one for one in versions(name) if one.in_force(on)]
    if not found:
        raise Impossible(f"rule set {name} was not in force on {on:%d %B %Y}")
    return found[-1]
