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


INVENTED = "SYN"
"""Codes of invented organisations begin so: they have slices of their own, or a synthetic publication would replace
the real one of the same period."""


def cut_into_slices(frame: pl.DataFrame, adapter: Adapter) -> list[SlicePart]:
    """The slices of ``frame`` in the order of their first rows, those of invented organisations last, each sorted by
    organisation for the reader's sake."""
    if "org" in adapter.slice_by:
        return _parts(adapter, frame)
    invented = pl.col("org").str.starts_with(INVENTED)
    return [*_parts(adapter, frame.filter(~invented)), *_parts(adapter, frame.filter(invented), INVENTED)]


def _parts(adapter: Adapter, frame: pl.DataFrame, *mark: str) -> list[SlicePart]:
    parts = frame.partition_by(list(adapter.slice_by), as_dict=True, maintain_order=True)
    return [_part(adapter, values, rows, mark) for values, rows in parts.items()]


def _part(adapter: Adapter, values: tuple[object, ...], rows: pl.DataFrame, mark: tuple[str, ...]) -> SlicePart:
    first, last = ("month", "month") if "month" in rows.columns else ("period_from", "period_to")
    named = dict(zip(adapter.slice_by, values, strict=True))
    return SlicePart(
        key="|".join([adapter.name, *(str(value) for value in values), *mark]),
        frame=rows if "org" in named else rows.sort("org", maintain_order=True),
        period_from=_day(rows[first].min()),
        period_to=_day(rows[last].max()),
        org=str(named.get("org", "")),
    )


def _day(value: object) -> date:
    assert isinstance(value, date)
    return value
