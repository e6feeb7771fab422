"""The data dictionary as JSON Schema (draft 2020-12), for programs that check what they are given."""

from __future__ import annotations

import re
from typing import Any

import polars as pl

KINDS: tuple[tuple[str, dict[str, str]], ...] = (
    (r"Date$|^date$", {"type": "string", "format": "date"}),
    (r"^Datetime|^timestamp", {"type": "string", "format": "date-time"}),
    (r"^U?Int|^(big|small)?int|^integer", {"type": "integer"}),
    (r"^Decimal|^Float|^numeric|^double|^real", {"type": "number"}),
    (r"^Boolean|^boolean", {"type": "boolean"}),
)
"""What a Polars or PostgreSQL type is in JSON; anything else is text."""


def json_schema(dictionary: pl.DataFrame) -> dict[str, Any]:
    """``dictionary`` has columns table, column, type and meaning. Any value may be missing (null)."""
    tables: dict[str, Any] = {}
    for row in dictionary.iter_rows(named=True):
        table = tables.setdefault(row["table"], {"type": "object", "properties": {}})
        kind = next((kind for form, kind in KINDS if re.search(form, row["type"])), {"type": "string"})
        told = kind | {"type": [kind["type"], "null"], "description": row["meaning"]}
        table["properties"][row["column"]] = told
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "wholetime export: a definition for each table, whose rows are objects",
        "$defs": tables,
    }
