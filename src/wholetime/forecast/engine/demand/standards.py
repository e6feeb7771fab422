"""The workload standards of ``reference/workload_standards.yaml``, as values of the engine."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from wholetime.forecast.engine.demand.growth import GrowthSpread
from wholetime.forecast.engine.demand.inputs import Role, Standard
from wholetime.forecast.engine.demand.working_time import WorkingTime
from wholetime.forecast.engine.reference import reference
from wholetime.forecast.engine.uncertain import Floats, Uncertain

FILE = "workload_standards"
FORMS = ("hours", "units_per_wte", "wte_per_unit")


@dataclass(frozen=True, slots=True)
class Workload:
    """Hours for each unit of ``pathway`` that ``group`` works, with where they come from and since when they hold."""

    pathway: str
    group: str
    hours: Uncertain
    source: str
    effective_from: str
    verified: bool

    def standard(self) -> Standard:
        """The central hours, the same for all places."""
        return Standard(self.pathway, self.group, np.array([self.hours.central]), self.source, self.verified)


def working_time() -> WorkingTime:
    """The shipped working time."""
    held = reference(FILE)["working_time"]
    return WorkingTime(Decimal(held["weekly_hours"]), Decimal(held["away"]), held["mode"])


def workloads(time: WorkingTime | None = None) -> tuple[Workload, ...]:
    """The shipped standards in hours, at ``time`` present (the shipped one by default)."""
    present = float((time or working_time()).present)
    return tuple(_workload(entry, present) for entry in reference(FILE)["standards"])


def pathway_titles() -> dict[str, str]:
    """What each pathway is called, by its code."""
    return {entry["code"]: entry["title"] for entry in reference(FILE)["pathways"]}


def pathway_measures() -> dict[str, tuple[str, bool]]:
    """The figure that counts each pathway's units, by its code, and whether it counts them in a year (or at a time)."""
    return {entry["code"]: (entry["measure"], entry["counted"] == "in a year") for entry in reference(FILE)["pathways"]}


def roles() -> tuple[Role, ...]:
    """Roles that may do part of another group's work."""
    return tuple(Role(**entry) for entry in reference(FILE)["roles"])


def shipped_growth_spread() -> GrowthSpread:
    """How wrong a growth of population may be."""
    held = reference(FILE)["growth_spread"]
    names = ("lasting_together", "lasting_own", "yearly_together", "yearly_own")
    return GrowthSpread(**{name: held[name] for name in names})


def age_weights(pathway: str, sexes: tuple[str, ...], ages: tuple[int, ...]) -> Floats:
    """Work that a person of each sex and age is for ``pathway`` [sex, age], in any unit. Raises KeyError if unknown."""
    found = {entry["code"]: entry for entry in reference(FILE)["pathways"]}[pathway]
    weights = np.zeros((len(sexes), len(ages)))
    who = found.get("ages")
    for s, sex in enumerate(sexes):
        for a, age in enumerate(ages):
            if who:
                weights[s, a] = float(who["from"] <= age <= who["to"] and sex.lower() == who["sex"])
            else:
                weights[s, a] = _band(found["weights"], age)
    return weights


def _workload(entry: dict[str, Any], present: float) -> Workload:
    (form,) = [form for form in FORMS if form in entry]
    given = entry[form]
    low, central, high = (float(given[end]) for end in ("low", "central", "high"))
    hours = {
        "hours": (low, central, high),
        "wte_per_unit": (low * present, central * present, high * present),
        "units_per_wte": (present / high, present / central, present / low),
    }[form]
    source, since, verified = entry["source"], str(entry["effective_from"]), entry["verified"]
    return Workload(entry["pathway"], entry["group"], Uncertain(*hours), source, since, verified)


def _band(weights: dict[str, float], age: int) -> float:
    for band, weight in weights.items():
        youngest, _, oldest = band.partition("-")
        if int(youngest) <= age <= int(oldest):
            return float(weight)
    raise ValueError(f"no band of ages holds {age}")
