"""What is worked out once for a version of the lake and kept on disk, for every process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
from django.conf import settings

from wholetime.chassis.api import whole_file
from wholetime.dataset.queries.manifest import Version


def derived(name: str, version: Version, build: Callable[[], pl.DataFrame]) -> Path:
    """The file of ``name`` for ``version``, made by ``build`` where it is not there; that of older versions goes."""
    folder = Path(settings.HOME) / "derived"
    file = folder / f"{name}-{version.last}-{version.commits}.parquet"
    if not file.exists():
        with whole_file(file) as target:
            build().write_parquet(target)
        for older in folder.glob(f"{name}-*.parquet"):
            if older != file:
                older.unlink(missing_ok=True)
    return file
