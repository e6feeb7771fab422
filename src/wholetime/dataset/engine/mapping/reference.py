"""Reads the reference data that the mapped sources share: code lists and occupation codes."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import polars as pl
import yaml

REFERENCE = files("wholetime.dataset") / "reference"


@cache
def reference_yaml(name: str) -> Any:
    """The content of ``reference/<name>.yaml``; do not change what is returned."""
    return yaml.safe_load((REFERENCE / f"{name}.yaml").read_text(encoding="utf-8"))


def code_list(name: str) -> dict[str, str | None]:
    """The codes and labels of a list in ``code_lists.yaml``, each with wholetime's word for it."""
    codes: dict[str, str | None] = reference_yaml("code_lists")[name]["codes"]
    return codes


@cache
def occupation_codes() -> pl.DataFrame:
    """The occupation codes known here: code, name, broad_group, detailed_group, level, setting, valid."""
    text = (REFERENCE / "occupation_codes.csv").read_bytes()
    return pl.read_csv(text, infer_schema=False).with_columns(valid=pl.col("valid") == "true")
