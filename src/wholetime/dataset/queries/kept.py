"""The files that the manifest names, and whether they are all there with the rows it counts."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from django.conf import settings
from django.db.models import Sum

from wholetime.chassis.api import KeptFiles, register_kept_files
from wholetime.dataset.models import Load, Slice
from wholetime.dataset.models.load import LoadState

LAKE, IDENTITIES = "lake", "identities"
MOST_SAID = 20


def register() -> None:
    register_kept_files(KeptFiles(LAKE, lake_files, lake_faults))
    register_kept_files(KeptFiles(IDENTITIES, waiting_identities, list))


def named_paths() -> set[str]:
    """Below the lake: every file that a slice is in, live, replaced or waiting to be confirmed."""
    return set(Slice.objects.exclude(path="").values_list("path", flat=True).distinct())


def lake_files() -> list[Path]:
    return [Path(LAKE) / path for path in named_paths()]


def waiting_identities() -> list[Path]:
    """Identified rows that the register does not have yet."""
    states = (LoadState.STAGED, LoadState.COMMITTED)
    keys = {str(key) for key in Load.objects.filter(state__in=states).values_list("key", flat=True)}
    files = (Path(settings.HOME) / IDENTITIES).glob("*.parquet")
    return [Path(IDENTITIES) / file.name for file in files if file.stem in keys]


def lake_faults() -> list[str]:
    """Files that the manifest names and that are not there, cannot be read, or hold another number of rows."""
    counted = dict(Slice.objects.exclude(path="").values_list("path").annotate(total=Sum("rows")).order_by("path"))
    found = (_fault(path, rows) for path, rows in counted.items())
    return [fault for fault in found if fault][:MOST_SAID]


def _fault(path: str, rows: int) -> str:
    file = Path(settings.LAKE) / path
    if not file.exists():
        return f"{path} is named by the manifest and is not there"
    try:
        held = pl.scan_parquet(file).select(pl.len()).collect().item()
    except (OSError, pl.exceptions.PolarsError):
        return f"{path} cannot be read"
    return "" if held == rows else f"{path} has {held:,} rows and the manifest counts {rows:,}"
