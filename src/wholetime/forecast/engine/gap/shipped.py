"""The levers of ``reference/levers.yaml``, one of each for every staff group that is to be closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np

from wholetime.forecast.engine.gap.levers import Lever
from wholetime.forecast.engine.reference import reference
from wholetime.forecast.engine.supply.inputs import Inputs
from wholetime.forecast.engine.supply.routes import Kind, Programme, Recruits
from wholetime.forecast.engine.supply.spread import Spread
from wholetime.forecast.engine.uncertain import Floats

FILE = "levers"
KINDS = {"international": Kind.INTERNATIONAL, "returners": Kind.RETURNER}


def lever_codes() -> tuple[str, ...]:
    """The codes of the shipped levers, in their order."""
    return tuple(entry["code"] for entry in reference(FILE)["levers"])


def shipped_levers(
    supply: Inputs, groups: Sequence[str], codes: Sequence[str] | None = None, called: Mapping[str, str] | None = None
) -> tuple[Lever, ...]:
    """Each lever of ``codes`` (all by default) for each of ``groups``; limits and costs by the people in post today.

    ``called``: titles of groups, which the titles of levers end with.
    """
    heads = dict(zip(supply.cells.groups, supply.stock.sum(axis=(0, 2, 3)), strict=True))
    entries = [entry for entry in reference(FILE)["levers"] if codes is None or entry["code"] in codes]
    names = called or {}
    return tuple(
        _lever(entry, group, float(heads[group]), names.get(group, group)) for group in groups for entry in entries
    )


def with_routes(supply: Inputs) -> Inputs:
    """The same supply with the routes that levers open, which nobody takes until a lever is pulled."""
    cells, entries = supply.cells, reference(FILE)["levers"]
    spread = Spread.alike(cells)
    nobody = np.zeros((1, *cells.shape[:2]))
    found: list[Programme | Recruits] = []
    for entry in entries:
        if "programme" in entry:
            held = entry["programme"]
            found.append(
                Programme(
                    code=_route(entry),
                    kind=Kind.NEWLY_QUALIFIED,
                    first_start=supply.first_year,
                    starts=nobody,
                    length=held["length"],
                    on_time=held["on_time"],
                    late=held["late"],
                    joining=np.full(cells.shape[:2], held["joining"]),
                    ages=_ages(supply, held),
                    spread=spread,
                )
            )
        elif "recruits" in entry:
            ages = _ages(supply, entry["recruits"])
            found.append(Recruits(_route(entry), KINDS[entry["code"]], nobody, ages, spread))
    return replace(supply, routes=(*supply.routes, *found))


def training_place(heads: float, wte_per_head: float) -> tuple[int, float]:
    """How many training places a year an organisation of ``heads`` people has room for, and the WTE that one brings."""
    (entry,) = [one for one in reference(FILE)["levers"] if one["code"] == "training"]
    held = entry["programme"]
    return round(entry["most_of_stock"] * heads), (held["on_time"] + held["late"]) * held["joining"] * wte_per_head


def _lever(entry: dict[str, Any], group: str, heads: float, called: str) -> Lever:
    does, route = entry["does"], "programme" in entry or "recruits" in entry
    each = Decimal(entry["cost"]) if "cost" in entry else Decimal(entry["cost_per_head"]) * Decimal(round(heads))
    return Lever(
        code=f"{entry['code']}.{group}",
        title=f"{entry['title']}, {called}",
        unit=entry["unit"],
        units=entry["units"],
        drives=f"{does}.{_route(entry)}" if route else does,
        how="plus" if route or does == "released" else "times",
        step=float(entry["step"]),
        cost=each,
        most=float(entry["most"]) if "most" in entry else round(entry["most_of_stock"] * heads, 1),
        lead=entry["lead"],
        group=group,
        source=entry["source"],
    )


def _route(entry: dict[str, Any]) -> str:
    return f"lever_{entry['code']}"


def _ages(supply: Inputs, held: dict[str, Any]) -> Floats:
    """Evenly over the ages given [age, sex], the sexes as in post; all in one where ages are not known."""
    sexes = supply.stock.sum(axis=(0, 1, 2))
    sexes = sexes / sexes.sum() if sexes.sum() else np.full(len(sexes), 1 / len(sexes))
    if supply.cells.ages is None:
        return np.asarray(sexes[np.newaxis, :])
    inside = np.array([held["youngest"] <= age <= held["oldest"] for age in supply.cells.ages], dtype=np.float64)
    if not inside.any():
        inside[:] = 1
    return np.asarray(np.outer(inside / inside.sum(), sexes))
