"""Scenarios in plain loops: one assumption, draw, year, place, group and age at a time, one change after another."""

from __future__ import annotations

import numpy as np

from wholetime.forecast.engine.scenario.assumption import Assumption
from wholetime.forecast.engine.scenario.checking import Axes
from wholetime.forecast.engine.scenario.register import Register
from wholetime.forecast.engine.scenario.scenario import Change, Scenario
from wholetime.forecast.engine.uncertain import shares


def naive_effect(
    register: Register, scenario: Scenario, axes: Axes, seed: int, draws: int
) -> dict[tuple[str, int, int, int, int, int], float]:
    """What multiplies (or, for shares, is added to) each driver, by (driver, draw, year, place, group, age)."""
    found: dict[tuple[str, int, int, int, int, int], float] = {}
    for assumption in register:
        below = shares(assumption.name, seed, 0, draws)
        for d in range(draws):
            for p, place in enumerate(axes.places):
                for g, group in enumerate(axes.groups):
                    for a, age in enumerate(axes.ages or (0,)):
                        _cell(found, assumption, scenario, axes, float(below[d]), (d, p, g, a), (place, group, age))
    return found


def _cell(found, assumption: Assumption, scenario: Scenario, axes: Axes, below: float, at, who) -> None:  # type: ignore[no-untyped-def]
    d, p, g, a = at
    place, group, age = who
    if assumption.group not in (None, group):
        return
    grown = 1.0
    for t in range(axes.years):
        year = axes.first_year + 1 + t
        value = _quantile(assumption.value, below)
        for change in sorted(scenario.changes, key=lambda one: one.from_year):
            if change.assumption == assumption.name and _covers(change, place, group, age):
                part = min(1.0, max(0.0, (year - change.from_year + 1) / change.phased))
                new = _quantile(change.to, below) if change.to is not None else value * change.times
                value = value + part * (new - value)
        grown *= 1 + value
        level = value / assumption.value.central if assumption.how == "level" else value
        effect = {"ratio": value, "level": level, "growth": grown, "share": value}
        key = (assumption.drives, d, t, p, g, a)
        one = effect[assumption.how]
        found[key] = found.get(key, 0.0) + one if assumption.how == "share" else found.get(key, 1.0) * one


def _covers(change: Change, place: str, group: str, age: int) -> bool:
    if change.places is not None and place not in change.places:
        return False
    if change.groups is not None and group not in change.groups:
        return False
    return change.ages is None or change.ages[0] <= age <= change.ages[1]


def _quantile(value, below: float) -> float:  # type: ignore[no-untyped-def]
    return float(value.quantile(np.array([below]))[0])
