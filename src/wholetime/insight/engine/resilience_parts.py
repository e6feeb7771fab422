"""The parts of the low-resilience index and what could help, from dated reference data that anybody may edit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from wholetime.insight.engine.reference import reference


class Score(StrEnum):
    """How a value becomes a score."""

    PERCENTILE = "percentile"
    THRESHOLD = "threshold"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the index. ``best`` and ``worst`` are set for a threshold, in the figure's unit."""

    code: str
    title: str
    why: str
    figure: str
    worse_high: bool
    score: Score
    weight: Decimal
    best: Decimal | None = None
    worst: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """The parts, and when an area is ranked, compared and given suggestions. ``version`` is the date of the file."""

    parts: tuple[Part, ...]
    ranked_weight: Decimal
    ranked_parts: int
    peers_at_least: int
    roles_at_least: int
    suggest_from: Decimal
    version: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A new or blended role that may help; ours, not a publication's."""

    role: str
    because: str
    parts: tuple[str, ...]
    groups: tuple[str, ...]

    def helps(self, weak: frozenset[str], groups: frozenset[str]) -> frozenset[str]:
        """Those of the ``weak`` parts that it helps, where people of the staff ``groups`` are in post."""
        fits = not self.groups or not groups.isdisjoint(self.groups)
        return weak.intersection(self.parts) if fits else frozenset()


@cache
def resilience_rules() -> Rules:
    """The rules as the reference file has them."""
    found = reference("resilience")
    return Rules(
        parts=tuple(_part(entry) for entry in found["parts"]),
        ranked_weight=Decimal(str(found["ranked_from"]["weight_share"])),
        ranked_parts=found["ranked_from"]["parts"],
        peers_at_least=found["peers_at_least"],
        roles_at_least=found["roles_at_least"],
        suggest_from=Decimal(str(found["suggest_from"])),
        version=str(found["version"]),
    )


@cache
def suggestions() -> tuple[Suggestion, ...]:
    """Every suggestion, in the order of the reference file."""
    return tuple(
        Suggestion(entry["role"], entry["because"], tuple(entry["parts"]), tuple(entry["groups"]))
        for entry in reference("blended_roles")["suggestions"]
    )


def _part(entry: dict[str, Any]) -> Part:
    return Part(
        code=entry["code"],
        title=entry["title"],
        why=entry["why"],
        figure=entry["figure"],
        worse_high=entry["worse"] == "high",
        score=Score(entry["score"]),
        weight=Decimal(str(entry["weight"])),
        best=_decimal(entry, "best"),
        worst=_decimal(entry, "worst"),
    )


def _decimal(entry: dict[str, Any], name: str) -> Decimal | None:
    return Decimal(str(entry[name])) if name in entry else None
