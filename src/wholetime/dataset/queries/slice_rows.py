"""The rows of single slices, straight from their files: to compare, to restore a form, to enter the register."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl
from django.conf import settings

from wholetime.dataset.models import Slice


def slice_rows(part: Slice) -> pl.DataFrame:
    """The canonical rows of ``part``, live or not."""
    return rows_by_slice([part])[part.pk]


def rows_by_slice(parts: Iterable[Slice]) -> dict[int, pl.DataFrame]:
    """Slice → its canonical rows; each file is opened once."""
    files: dict[str, list[int]] = {}
    for part in parts:
        files.setdefault(part.path, []).append(part.pk)
    found: dict[int, pl.DataFrame] = {}
    for path, numbers in files.items():
        held = pl.scan_parquet(Path(settings.LAKE) / path).filter(pl.col("slice").is_in(numbers)).collect()
        held = held.drop("sole", strict=False)
        by_number = held.partition_by("slice", as_dict=True, include_key=False, maintain_order=True)
        nothing = held.clear().drop("slice")  # a slice without rows is not in its file
        found |= {number: by_number.get((number,), nothing) for number in numbers}
    return found
