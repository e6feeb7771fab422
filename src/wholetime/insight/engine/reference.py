"""Reads insight's dated reference data (insight/reference/*.yaml), once each."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml

from wholetime.kernel.figure import Definition


@cache
def reference(name: str) -> dict[str, Any]:
    """The whole of ``reference/<name>.yaml``. Not to be changed by the caller."""
    text = resources.files("wholetime.insight.reference").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def definition(name: str, figure: str) -> Definition:
    """The definition of ``figure`` in ``reference/<name>.yaml``. Raises KeyError where it is not there."""
    return Definition.of(figure, reference(name)["figures"][figure])
