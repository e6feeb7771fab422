"""Reads one file all the way to a canonical frame: opened, recognised, sifted, pseudonymised, checked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import polars as pl

from wholetime.dataset.engine.adapter import REFUSALS, Adapter, Layout, RawTable, Reading
from wholetime.dataset.engine.adapters import adapter_for, all_adapters
from wholetime.dataset.engine.frames import KEYS, SCHEMAS, conform
from wholetime.dataset.engine.opening import open_file
from wholetime.dataset.engine.pseudonym import Pseudonyms, pseudonymise


class NotRecognised(ValueError):
    """No adapter knows the file's columns; the message names the columns and what to do."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file understood. ``frame`` is canonical; ``identity`` is for the register, or None.

    ``only_header`` is a file that says nothing but whose columns these are: which slice it empties is told elsewhere.
    """

    adapter: Adapter
    frame: pl.DataFrame
    identity: pl.DataFrame | None
    refusals: pl.DataFrame
    notes: tuple[str, ...]
    only_header: bool = False

    @property
    def refused_rows(self) -> int:
        return int(self.refusals["row"].n_unique())


def read_candidate(path: Path, key: bytes, name: str | None = None) -> Candidate:
    """Understand the file at ``path``; ``key`` pseudonymises the people in it, ``name`` is what
    its sender calls it.

    Raises UnreadableFile, NotRecognised or NotThisLayout, each with a message for the sender.
    """
    raw = open_file(path)
    if name:
        raw = replace(raw, layout=Layout(name, raw.layout.header))
    adapter = adapter_for(raw.layout)
    if adapter is None:
        raise NotRecognised(_unknown(raw.layout))
    if raw.frame.is_empty():
        return _nothing(adapter, raw)
    return _candidate(adapter, raw, adapter.read(raw), key)


def _nothing(adapter: Adapter, raw: RawTable) -> Candidate:
    no_rows, no_refusals = pl.DataFrame(schema=SCHEMAS[adapter.table]), pl.DataFrame(schema=REFUSALS)
    return Candidate(adapter, no_rows, None, no_refusals, raw.notes, only_header=True)


def _candidate(adapter: Adapter, raw: RawTable, reading: Reading, key: bytes) -> Candidate:
    frame, identity = reading.frame, None
    if adapter.identified:
        frame, identity = pseudonymise(frame, key, _known(key))
    rows = frame["row"] if "row" in frame.columns else pl.int_range(2, frame.height + 2, eager=True).alias("row")
    canonical = conform(frame, adapter.table)
    twice = _repeated(canonical, rows, KEYS[adapter.table])
    keep = ~rows.is_in(twice["row"].implode()) if twice.height else None
    return Candidate(
        adapter,
        canonical if keep is None else canonical.filter(keep),
        identity,
        pl.concat([reading.refusals, twice]).sort("row", "column"),
        (*raw.notes, *reading.passed_over),
    )


@lru_cache(maxsize=1)
def _known(key: bytes) -> Pseudonyms:
    """The numbers given under ``key`` so far: the next month of the same people costs next to nothing."""
    return Pseudonyms(key)


def _repeated(frame: pl.DataFrame, rows: pl.Series, keys: tuple[str, ...]) -> pl.DataFrame:
    """A refusal for each row whose key an earlier row already has."""
    first = frame.select(keys).is_unique()
    if first.all():
        return pl.DataFrame(schema=REFUSALS)
    again = frame.select(pl.struct(keys).is_first_distinct().not_().alias("again"))["again"]
    return pl.DataFrame(
        {
            "row": rows.filter(again).cast(pl.Int64),
            "column": "",
            "value": "",
            "reason": "counts the same thing as an earlier row of the file",
        },
        schema=REFUSALS,
    )


def _unknown(layout: Layout) -> str:
    shown = ", ".join(layout.header[:8]) + (", …" if len(layout.header) > 8 else "")
    known = ", ".join(adapter.name for adapter in all_adapters())
    return f"{layout.file_name} has columns that no source has ({shown}). Known sources: {known}"
