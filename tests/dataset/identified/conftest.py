"""Reads a few invented rows through the adapter that claims them, and pseudonymises people under a test key."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from wholetime.dataset.engine.adapter import Reading
from wholetime.dataset.engine.adapters import adapter_for
from wholetime.dataset.engine.frames import IDENTITY, KEYS, SCHEMAS
from wholetime.dataset.engine.measures import measures
from wholetime.dataset.engine.opening.open import read_bytes
from wholetime.dataset.engine.pseudonym import pseudonymise

KEY = b"a key for the tests, long enough"
ReadText = Callable[[str, str], Reading]


@pytest.fixture
def read_text() -> ReadText:
    """``read_text(adapter, csv)``: the reading; asserts who claims it, the canonical columns and the keys."""

    def read(name: str, text: str) -> Reading:
        raw = read_bytes("file.csv", "\n".join(line.strip() for line in text.strip().splitlines()).encode())
        adapter = adapter_for(raw.layout)
        assert adapter is not None
        assert adapter.name == name
        reading = adapter.read(raw)
        schema = SCHEMAS[adapter.table]
        assert reading.frame.columns[: len(schema)] == list(schema)
        assert set(reading.frame.columns[len(schema) :]) <= set(IDENTITY)
        lake = pseudonymise(reading.frame, KEY)[0] if adapter.identified else reading.frame
        assert lake.select(KEYS[adapter.table]).is_duplicated().sum() == 0
        if "measure" in schema:
            assert set(lake["measure"]) <= set(measures())
        return reading

    return read


def refused(reading: Reading) -> list[tuple[int, str, str]]:
    return [(row, column, reason) for row, column, _, reason in reading.refusals.rows()]


def counted(frame: pl.DataFrame, measure: str) -> dict[str | None, float]:
    """Values of a measure by staff group; None is the total."""
    rows = frame.filter((pl.col("measure") == measure) & pl.col("detail").is_null())
    return {group: float(value) for group, value in rows.select("staff_group", "value").rows()}
