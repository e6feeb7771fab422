"""Synthetic systems for tests, and their files as the adapters read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from wholetime.dataset.engine.adapter import Adapter, Reading
from wholetime.dataset.engine.adapters import adapter_for
from wholetime.dataset.engine.opening import open_file
from wholetime.dataset.engine.synthetic import Summary

SYSTEM = {"people": 12_000, "months": 14, "until": date(2025, 10, 31), "seed": 7}


@dataclass(frozen=True)
class Read:
    """A file of the system as its adapter read it."""

    path: Path
    adapter: Adapter
    reading: Reading


def read_all(summary: Summary) -> list[Read]:
    found = []
    for path in summary.files:
        raw = open_file(path)
        adapter = adapter_for(raw.layout)
        assert adapter is not None, path.name
        found.append(Read(path, adapter, adapter.read(raw)))
    return found


def frames(reads: list[Read], adapter: str) -> pl.DataFrame:
    return pl.concat([one.reading.frame for one in reads if one.adapter.name == adapter], how="diagonal")


def read_published(paths: list[Path]) -> pl.DataFrame:
    """The observations of published files, as their adapters read them."""
    raws = [open_file(path) for path in paths]
    readings = [found.read(raw) for raw in raws if (found := adapter_for(raw.layout)) is not None]
    return pl.concat([reading.frame for reading in readings])
