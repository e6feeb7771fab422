"""What a scenario costs beside things as they are, year by year, at the prices of the levers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from wholetime.forecast.engine.drivers import Drivers
from wholetime.forecast.engine.gap.outcome import axes_of
from wholetime.forecast.engine.gap.shipped import FILE, KINDS
from wholetime.forecast.engine.reference import reference
from wholetime.forecast.engine.scenario.applying import applied
from wholetime.forecast.engine.scenario.register import Register
from wholetime.forecast.engine.scenario.scenario import Scenario, nothing_changes
from wholetime.forecast.engine.supply.inputs import Inputs
from wholetime.forecast.engine.supply.routes import Programme, Route
from wholetime.forecast.engine.uncertain import Floats

PRICED = ("starts", "joining.international", "joining.returner", "leaving", "participation", "released")
"""What a lever of ``reference/levers.yaml`` has a price for."""


@dataclass(frozen=True, slots=True)
class Costed:
    """Pounds a year more than without the scenario, less where below nought, from the first year projected on.

    ``unpriced``: titles of the assumptions that it changes and nothing has a price for.
    """

    by_year: tuple[Decimal, ...]
    unpriced: tuple[str, ...]


def costed(supply: Inputs, register: Register, scenario: Scenario, years: int) -> Costed:
    """The price of what ``scenario`` changes, at the centre of every assumption; by today's people where by the head.

    Training places and people recruited cost in the year in which they begin, and fewer of them cost less. Keeping
    staff, hours and technology cost for what they better, and save nothing where things get worse. Raises Unfit where
    the scenario does not fit.
    """
    axes = axes_of(supply, years)
    after, before = (applied(register, one, axes, uncertain=False) for one in (scenario, nothing_changes()))
    total = np.zeros(years)
    for entry in reference(FILE)["levers"]:
        by_head = "cost_per_head" in entry
        total += (
            _bettered(entry, supply, after, before, years) if by_head else _begun(entry, supply, after, before, years)
        )
    changed = dict.fromkeys(change.assumption for change in scenario.in_order)
    unpriced = tuple(register[name].title for name in changed if not _priced(register[name].drives))
    return Costed(tuple(Decimal(round(value)) for value in total), unpriced)


def _priced(drives: str) -> bool:
    return drives in PRICED or drives.partition(".")[0] in PRICED


def _begun(entry: Mapping[str, Any], supply: Inputs, after: Drivers, before: Drivers, years: int) -> Floats:
    """Pounds [year] for people who begin a programme or are recruited, beyond those who would anyway."""
    found = np.zeros(years)
    for route in supply.routes:
        if _is_of(entry, route):
            name = f"{entry['does']}.{route.code}"
            more = (after.factor(name) - before.factor(name))[0, :, :, :, 0, 0]
            found += (more * _people(route, supply.first_year, years)).sum(axis=(1, 2)) * float(entry["cost"])
    return found


def _is_of(entry: Mapping[str, Any], route: Route) -> bool:
    if entry["does"] == "starts":
        return isinstance(route, Programme)
    return not isinstance(route, Programme) and route.kind == KINDS.get(entry["code"])


def _people(route: Route, first_year: int, years: int) -> Floats:
    """Those who begin or join [year, place, group] as things are."""
    held = route.starts if isinstance(route, Programme) else route.joiners
    first = first_year - route.first_start if isinstance(route, Programme) else 0
    return np.asarray(held[np.clip(first + np.arange(years), 0, len(held) - 1)])


def _bettered(entry: Mapping[str, Any], supply: Inputs, after: Drivers, before: Drivers, years: int) -> Floats:
    """Pounds [year] for steps of a rate or a share, for everybody in post whom they are for."""
    name = entry["does"]
    if name == "released":
        moved = after.addition(name) - before.addition(name)
    else:
        was = before.factor(name)
        moved = (
            np.divide(after.factor(name), was, out=np.ones(np.broadcast(after.factor(name), was).shape), where=was > 0)
            - 1
        )
    steps = np.maximum(moved[0] / entry["step"], 0)
    return np.broadcast_to((steps * supply.stock).sum(axis=(1, 2, 3, 4)) * float(entry["cost_per_head"]), years)
