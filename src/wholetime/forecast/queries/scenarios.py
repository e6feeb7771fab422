"""Scenarios of an area: those that wholetime comes with, and those kept there or above it, version by version."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wholetime.chassis.api import access_node, ancestors
from wholetime.forecast.engine.scenario.scenario import Scenario
from wholetime.forecast.engine.scenario.shipped import shipped_scenarios
from wholetime.forecast.models import ScenarioVersion


@dataclass(frozen=True)
class ScenarioValue:
    """``scenario``, kept by the area ``code`` (empty: it comes with wholetime) as version ``number`` of its name."""

    scenario: Scenario
    code: str = ""
    area: str = ""
    number: int = 0
    made_at: datetime | None = None
    newest: bool = True

    @property
    def name(self) -> str:
        return self.scenario.name

    @property
    def key(self) -> str:
        """What addresses say: the name, and the number of a version that is no longer the newest."""
        return self.name if self.newest else f"{self.name}@{self.number}"

    @property
    def title(self) -> str:
        return self.scenario.title if self.newest else f"{self.scenario.title} (version {self.number})"


def scenarios_for(account: Any, code: str, first_year: int) -> tuple[ScenarioValue, ...]:
    """Those that wholetime comes with and those kept by ``code`` and the areas above it; the nearest of a name counts.

    ``first_year`` is that of the count: shipped scenarios count their years from it. Raises NotInScope.
    """
    return scenarios_of(access_node(account, code).code, first_year)


def scenarios_of(code: str, first_year: int) -> tuple[ScenarioValue, ...]:
    """As ``scenarios_for``, for whoever has been let in to ``code`` already."""
    held = {one.name: ScenarioValue(one) for one in shipped_scenarios(first_year)}
    chain = nearest_first(code)
    kept = ScenarioVersion.objects.filter(node__code__in=chain).order_by("node_id", "name", "-number")
    newest = [_value(one, True) for one in kept.distinct("node_id", "name").select_related("node")]
    for one in sorted(newest, key=lambda value: (-chain.index(value.code), value.name)):
        held[one.name] = one
    return tuple(held.values())


def versions_of(account: Any, code: str, name: str, first_year: int) -> tuple[ScenarioValue, ...]:
    """Every version of the scenario ``name`` that counts in ``code``, newest first; none where it has none.

    Raises NotInScope.
    """
    found = next((one for one in scenarios_for(account, code, first_year) if one.name == name), None)
    if found is None or not found.code:
        return () if found is None else (found,)
    kept = ScenarioVersion.objects.filter(node__code=found.code, name=name).select_related("node").order_by("-number")
    return tuple(_value(one, one.number == found.number) for one in kept)


def nearest_first(code: str) -> list[str]:
    """``code`` and the areas above it, the widest last."""
    chain = [node.code for node in ancestors(code)]
    return [code, *(one for one in reversed(chain) if one != code)]


def scenarios_asked(account: Any, code: str, first_year: int, keys: Collection[str]) -> tuple[ScenarioValue, ...]:
    """As ``scenarios_for``, with the older versions among ``keys`` after them. Raises NotInScope."""
    older = sorted({key.partition("@")[0] for key in keys if "@" in key})
    found = [one for name in older for one in versions_of(account, code, name, first_year)]
    wanted = tuple(one for one in found if not one.newest and one.key in keys)
    return (*scenarios_for(account, code, first_year), *wanted)


def chosen_scenario(scenarios: Sequence[ScenarioValue], key: str) -> ScenarioValue | None:
    """The one with that key."""
    return next((one for one in scenarios if one.key == key), None)


def _value(kept: ScenarioVersion, newest: bool) -> ScenarioValue:
    scenario = Scenario.from_json(kept.held)
    return ScenarioValue(scenario, kept.node.code, kept.node.name, kept.number, kept.made_at, newest)
