"""Writing the lake: one file a load, whole or not at all, and invisible until the manifest names its slices.

A file of a thousand care homes is a thousand slices: as files of their own they would take longer to open than to read.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import polars as pl
from django.conf import settings

from wholetime.dataset.engine.frames import Table


def write_rows(frames: Sequence[pl.DataFrame], slices: Sequence[int], table: str, load: UUID) -> str:
    """Write the rows of a load as one file with a column ``slice`` (and ``sole``); its path below the lake.

    ``frames`` are the rows of each of ``slices``. The bytes reach the disk before the name appears: a crash leaves at
    most a file that nobody reads.
    """
    relative = Path(table) / f"{load}.parquet"
    final = Path(settings.LAKE) / relative
    final.parent.mkdir(parents=True, exist_ok=True)
    temporary = final.with_suffix(".writing")
    numbered = [
        frame.with_columns(pl.lit(number, pl.Int64).alias("slice"))
        for frame, number in zip(frames, slices, strict=True)
    ]
    rows = pl.concat(numbered)
    if table == Table.ASSIGNMENT:
        rows = rows.with_columns(_sole())
    try:
        rows.write_parquet(temporary, compression="zstd", compression_level=1, statistics=True)
        with temporary.open("rb+") as handle:
            os.fsync(handle.fileno())
        temporary.rename(final)
    finally:
        temporary.unlink(missing_ok=True)  # half a file would only fill a full disk further
    return str(relative)


def _sole() -> pl.Expr:
    """Whether a row is its person's only one on an employer's list: counting people then hardly ever compares them."""
    return (pl.struct("slice", "org", "person").is_unique() & pl.col("person").is_not_null()).alias("sole")


def remove_rows(relative: str) -> None:
    """Take away the file of a load that was never live."""
    (Path(settings.LAKE) / relative).unlink(missing_ok=True)
