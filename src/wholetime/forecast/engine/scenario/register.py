"""The register of assumptions: all that forecasts of an organisation take for granted, under a version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from wholetime.forecast.engine.scenario.assumption import Assumption, Unfit


@dataclass(frozen=True)
class Register:
    """Assumptions by name, under a ``version``. Raises Unfit when a name is there twice."""

    version: str
    assumptions: tuple[Assumption, ...]

    def __post_init__(self) -> None:
        names = [one.name for one in self.assumptions]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise Unfit(f"the register holds {', '.join(twice)} twice")
        if not self.version:
            raise Unfit("a register has a version")

    @cached_property
    def by_name(self) -> dict[str, Assumption]:
        return {one.name: one for one in self.assumptions}

    def __iter__(self) -> Iterator[Assumption]:
        return iter(self.assumptions)

    def __getitem__(self, name: str) -> Assumption:
        """Raises Unfit, with names that are near, where there is none."""
        found = self.by_name.get(name)
        if found is None:
            raise Unfit(f"the register has no assumption {name!r}; it has {', '.join(sorted(self.by_name))}")
        return found

    def revised(self, version: str, *changed: Assumption) -> Register:
        """A new version in which ``changed`` replace assumptions of their names, or follow the others where new."""
        if version == self.version:
            raise Unfit(f"a changed register needs a version other than {version}")
        new = {one.name: one for one in changed}
        kept = tuple(new.pop(one.name, one) for one in self.assumptions)
        return Register(version, (*kept, *new.values()))

    def as_json(self) -> dict[str, Any]:
        return {"version": self.version, "assumptions": [one.as_json() for one in self.assumptions]}

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> Register:
        """Raises Unfit, naming the assumption, where something cannot be."""
        if not isinstance(given, dict) or not isinstance(given.get("assumptions"), list):
            raise Unfit("a register has a version and a list of assumptions")
        return cls(str(given.get("version", "")), tuple(Assumption.from_json(one) for one in given["assumptions"]))

    @classmethod
    def from_yaml(cls, text: str) -> Register:
        """A register in the form of ``reference/assumptions.yaml``. Raises Unfit."""
        try:
            given = yaml.safe_load(text)
        except yaml.YAMLError as wrong:
            raise Unfit(f"the register is not YAML: {wrong}") from None
        return cls.from_json(given)
