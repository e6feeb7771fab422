"""Reads the dated rule sets of roster/reference, once each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from wholetime.roster.engine.problem import Form, Rule


@cache
def reference(name: str) -> dict[str, Any]:
    """The whole of ``reference/<name>.yaml``; not to be changed by the caller. Raises FileNotFoundError."""
    text = resources.files("wholetime.roster.reference").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


@dataclass(frozen=True, slots=True)
class Terms:
    """The weights and sources of rules whose limits each instance brings with it."""

    publication: str
    verified: bool
    terms: dict[str, dict[str, Any]]

    def weight(self, name: str) -> int:
        """The price of a breach of a rule that may be broken."""
        weight: int = self.terms[name]["weight"]
        return weight

    def rule(self, name: str, says: Form, about: str = "") -> Rule:
        """The rule of this name with its limits; ``about`` tells rules of one name apart (a shift type, min or max)."""
        entry = self.terms[name]
        return Rule(
            name=f"{name}: {about}" if about else name,
            says=says,
            weight=entry["weight"],
            per=entry.get("per", "breach"),
            source=self.publication,
            verified=self.verified,
        )


@cache
def terms(name: str) -> Terms:
    """The terms of the rule set ``name``. Raises FileNotFoundError where there is none."""
    found = reference(name)
    return Terms(found["publication"], found["verified"], found["terms"])
