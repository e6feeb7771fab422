"""The data dictionary: every column of every table, its type and what it holds."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import polars as pl
import yaml

from wholetime.dataset.engine.frames import SCHEMAS


def dictionary() -> pl.DataFrame:
    """Columns table, column, type, meaning; a row for each column of the lake. Raises KeyError for one undescribed."""
    rows = [
        (str(table), column, str(kind), _meanings()[table][column])
        for table, schema in SCHEMAS.items()
        for column, kind in schema.items()
    ]
    return pl.DataFrame(rows, schema=["table", "column", "type", "meaning"], orient="row")


@cache
def _meanings() -> dict[str, dict[str, str]]:
    text = resources.files("wholetime.dataset.reference").joinpath("dictionary.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found
