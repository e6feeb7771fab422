"""Writing slices to the lake: whole or not at all, and invisible until the manifest names them."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
from django.conf import settings


def write_slice(frame: pl.DataFrame, table: str, slice_id: int) -> str:
    """Write ``frame`` as the file of slice ``slice_id``; its path below the lake.

    The bytes reach the disk before the name appears: a crash leaves at most a file that nobody reads.
    """
    relative = Path(table) / f"slice={slice_id}" / "rows.parquet"
    final = Path(settings.LAKE) / relative
    final.parent.mkdir(parents=True, exist_ok=True)
    temporary = final.with_suffix(".writing")
    frame.write_parquet(temporary, compression="zstd", compression_level=1, statistics=True)
    with temporary.open("rb+") as handle:
        os.fsync(handle.fileno())
    temporary.rename(final)
    return str(relative)


def remove_slice(relative: str) -> None:
    """Take away the file of a slice that was never live."""
    file = Path(settings.LAKE) / relative
    file.unlink(missing_ok=True)
    if file.parent.exists() and not any(file.parent.iterdir()):
        file.parent.rmdir()
