"""Everything that decides an answer, in one frozen value."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from typing import Any

from wholetime.forecast.engine.run.canonical import digest

LONGEST, MOST_DRAWS = 15, 10_000
"""Years that a forecast of staff can mean anything for, and draws that a machine of two cores can be asked for."""


class QuestionRefused(ValueError):
    """The question cannot be put; the message says what may be asked."""


@dataclass(frozen=True)
class Question:
    """``scope`` is the code of an area or organisation, ``part`` whose staff (sector.source), ``groups`` none for all.

    ``history`` is the hash of the history and ``sources`` those of its files. ``register`` and ``scenario`` are the
    assumptions as they were asked with: values, not references, so that a question needs nothing but itself and its
    history. ``code`` says which version of the engines answers.
    """

    scope: str
    part: str
    method: str
    years: int
    history: str
    code: str
    draws: int = 1000
    seed: int = 1
    groups: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    register: dict[str, Any] = field(default_factory=dict)
    scenario: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 1 <= self.years <= LONGEST:
            raise QuestionRefused(f"a forecast is for 1 to {LONGEST} years, not {self.years}")
        if not 10 <= self.draws <= MOST_DRAWS:
            raise QuestionRefused(f"a forecast has 10 to {MOST_DRAWS:,} draws, not {self.draws:,}")
        if not 0 <= self.seed < 2**32:
            raise QuestionRefused(f"a seed is from 0 to {2**32 - 1}, not {self.seed}")

    @cached_property
    def hash(self) -> str:
        return digest(self.as_json())

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"groups": list(self.groups), "sources": list(self.sources)}

    @classmethod
    def from_json(cls, held: dict[str, Any]) -> Question:
        """Raises QuestionRefused, KeyError or TypeError where ``held`` is not what ``as_json`` writes."""
        names = {one.name for one in fields(cls)}
        if set(held) != names:
            raise QuestionRefused(f"a question has the parts {', '.join(sorted(names))}")
        return cls(**(held | {"groups": tuple(held["groups"]), "sources": tuple(held["sources"])}))
