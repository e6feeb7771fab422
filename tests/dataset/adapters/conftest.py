"""Reads a small file, written in the test, through the adapter that recognises it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path

import polars as pl
import pytest

from wholetime.dataset.engine.adapter import Reading
from wholetime.dataset.engine.adapters import adapter_for, adapter_named
from wholetime.dataset.engine.frames import KEYS, OBSERVATION, Table
from wholetime.dataset.engine.measures import measures
from wholetime.dataset.engine.opening import open_file
from wholetime.dataset.engine.opening.open import read_bytes

ReadRows = Callable[..., Reading]
ReadPublished = Callable[[str, str], pl.DataFrame]


def checked(reading: Reading) -> Reading:
    """What holds of every reading of observations: its columns, its keys, its measures."""
    frame = reading.frame
    assert dict(frame.schema) == {name: kind for name, kind in OBSERVATION.items()}  # noqa: C416 - a mutable copy
    assert frame.select(KEYS[Table.OBSERVATION]).is_duplicated().sum() == 0
    assert set(frame["measure"]) <= set(measures())
    suppressed = frame["status"] == "suppressed"
    assert frame["value"].is_null().eq(suppressed).all()
    return reading


@pytest.fixture
def read_rows() -> ReadRows:
    """``read_rows(adapter, header, *rows)``: the reading of a CSV made of them; asserts that the adapter claims it."""

    def read(adapter: str, header: Iterable[str], *rows: Iterable[object], name: str = "file.csv") -> Reading:
        buffer = io.StringIO()
        pl.DataFrame(
            [[("" if cell is None else str(cell)) for cell in row] for row in rows], schema=list(header), orient="row"
        ).write_csv(buffer)
        raw = read_bytes(name, buffer.getvalue().encode())
        found = adapter_for(raw.layout)
        assert found is not None
        assert found.name == adapter
        return checked(found.read(raw))

    return read


@pytest.fixture
def read_published(published: Path) -> ReadPublished:
    """``read_published(adapter, pattern)``: the observations of all published files that match; skips without them."""

    def read(adapter: str, pattern: str) -> pl.DataFrame:
        paths = sorted({*published.rglob(pattern), *published.rglob(f"{pattern}.gz")})
        if not paths:
            pytest.skip(f"no published file {pattern} in {published}")
        found = adapter_named(adapter)
        assert found is not None
        frames = []
        for path in paths:
            raw = open_file(path)
            assert adapter_for(raw.layout) == found
            reading = checked(found.read(raw))
            assert reading.refusals.is_empty(), path.name
            frames.append(reading.frame)
        return pl.concat(frames)

    return read


@pytest.fixture
def values() -> Callable[..., dict[tuple[object, ...], float]]:
    """``values(frame, *columns)``: the values by the given columns, for short assertions."""

    def by(frame: pl.DataFrame, *columns: str) -> dict[tuple[object, ...], float]:
        rows = frame.select(*columns, pl.col("value").cast(pl.Float64)).rows()
        assert len({row[:-1] for row in rows}) == len(rows)
        return {row[:-1]: row[-1] for row in rows}

    return by
