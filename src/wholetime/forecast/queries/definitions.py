"""What the figures of a forecast mean (forecast/reference/figures.yaml)."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml

from wholetime.kernel.figure import Definition, Unit


@cache
def definition(name: str) -> Definition:
    """Raises KeyError for a figure that has no words."""
    text = resources.files("wholetime.forecast.reference").joinpath("figures.yaml").read_text(encoding="utf-8")
    entry: dict[str, Any] = yaml.safe_load(text)["figures"][name]
    return Definition(
        name=name,
        title=entry["title"],
        meaning=entry["meaning"],
        unit=Unit(entry["unit"]),
        numerator=entry["numerator"],
        denominator=entry.get("denominator", ""),
        publication=entry["publication"],
        verified=entry["verified"],
    )
