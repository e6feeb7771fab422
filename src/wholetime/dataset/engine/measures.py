"""What every measure of an observation counts: reference data (dataset/reference/measures.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. ``adds_over_orgs`` and ``adds_over_groups`` say whether its numbers may be summed so.

    ``populations`` says, for each adapter that gives it, whom it counts: two populations are never one trend.
    """

    name: str
    counts: str
    unit: str
    adds_over_orgs: bool
    adds_over_groups: bool
    populations: Mapping[str, str]
    verified: bool


@cache
def measures() -> dict[str, Measure]:
    """Every measure by name, in the order of the reference file."""
    text = resources.files("wholetime.dataset.reference").joinpath("measures.yaml").read_text(encoding="utf-8")
    found = [_measure(entry) for entry in yaml.safe_load(text)["measures"]]
    known = {measure.name: measure for measure in found}
    if len(known) != len(found):
        raise ValueError("measures.yaml names a measure twice")
    return known


def _measure(entry: dict[str, Any]) -> Measure:
    return Measure(
        name=entry["name"],
        counts=entry["counts"],
        unit=entry["unit"],
        adds_over_orgs=entry["over_orgs"],
        adds_over_groups=entry["over_groups"],
        populations=entry.get("from", {}),
        verified=entry.get("verified", True),
    )
