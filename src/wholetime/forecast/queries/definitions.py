"""What the figures of a forecast mean (forecast/reference/figures.yaml)."""

from __future__ import annotations

from functools import cache

from wholetime.forecast.engine.reference import reference
from wholetime.kernel.figure import Definition


@cache
def definition(name: str) -> Definition:
    """Raises KeyError for a figure that has no words."""
    return Definition.of(name, reference("figures")["figures"][name])
