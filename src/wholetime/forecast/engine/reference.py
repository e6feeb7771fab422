"""Reads the dated reference data of forecast/reference, once each."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def text(name: str) -> str:
    """``reference/<name>.yaml`` as it stands. Raises FileNotFoundError."""
    return resources.files("wholetime.forecast.reference").joinpath(f"{name}.yaml").read_text(encoding="utf-8")


@cache
def reference(name: str) -> dict[str, Any]:
    """The whole of ``reference/<name>.yaml``; not to be changed by the caller. Raises FileNotFoundError."""
    found: dict[str, Any] = yaml.safe_load(text(name))
    return found
