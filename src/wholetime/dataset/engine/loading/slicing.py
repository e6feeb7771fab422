"""Cuts a canonical frame into the units that a later file replaces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from wholetime.dataset.engine.adapter import Adapter


@dataclass(frozen=True, slots=True)
class SlicePart:
    """The rows of one slice. ``key`` names the slice; ``org`` is set when the slice is one organisation's."""

    key: str
    frame: pl.DataFrame
    period_from: date
    period_to: date
    org: str


def cut_into_slices(frame: pl.DataFrame, adapter: Adapter) -> list[SlicePart]:
    """The slices of ``frame`` in the order of their first rows, each sorted by organisation for the reader's sake."""
    parts = frame.partition_by(list(adapter.slice_by), as_dict=True, maintain_order=True)
    return [_part(adapter, values, rows) for values, rows in parts.items()]


def _part(adapter: Adapter, values: tuple[object, ...], rows: pl.DataFrame) -> SlicePart:
    first, last = ("month", "month") if "month" in rows.columns else ("period_from", "period_to")
    named = dict(zip(adapter.slice_by, values, strict=True))
    return SlicePart(
        key="|".join([adapter.name, *(str(value) for value in values)]),
        frame=rows if "org" in named else rows.sort("org", maintain_order=True),
        period_from=_day(rows[first].min()),
        period_to=_day(rows[last].max()),
        org=str(named.get("org", "")),
    )


def _day(value: object) -> date:
    assert isinstance(value, date)
    return value
