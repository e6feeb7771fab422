"""Identified rows between staging and the register: in a file only the owner of the home folder can read."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

import polars as pl
from django.conf import settings


def keep(key: UUID, identity: pl.DataFrame) -> None:
    """Keep the identified rows of load ``key`` until the register has them."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = folder / f"{key}.writing"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        # Read once and thrown away: quick to write matters more than small.
        identity.write_parquet(handle, compression="lz4", statistics=False)
    temporary.rename(_file(key))


def waiting() -> list[UUID]:
    """The loads whose identified rows the register does not have yet."""
    return sorted(UUID(file.stem) for file in _folder().glob("*.parquet"))


def read(key: UUID) -> pl.DataFrame:
    return pl.read_parquet(_file(key))


def forget(key: UUID) -> None:
    _file(key).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.HOME) / "identities"


def _file(key: UUID) -> Path:
    return _folder() / f"{key}.parquet"
