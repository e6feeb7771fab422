"""What is worked out once for a version of the lake and kept on disk, for every process."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import polars as pl
from django.conf import settings

from wholetime.dataset.queries.manifest import Version


def derived(name: str, version: Version, build: Callable[[], pl.DataFrame]) -> Path:
    """The file of ``name`` for ``version``, made by ``build`` where it is not there; that of older versions goes."""
    folder = Path(settings.HOME) / "derived"
    file = folder / f"{name}-{version.last}-{version.commits}.parquet"
    if not file.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}.writing")
        build().write_parquet(temporary)
        temporary.rename(file)  # whole or not at all: another process may look, or build the same, at this moment
        for older in folder.glob(f"{name}-*.parquet"):
            if older != file:
                older.unlink(missing_ok=True)
    return file
