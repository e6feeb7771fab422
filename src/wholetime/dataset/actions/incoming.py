"""Uploaded files: readable by the owner of the installation only, and gone when they have been dealt with."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from django.conf import settings

ENDINGS = (".csv", ".tsv", ".txt", ".gz", ".zip", ".xlsx", ".xlsm")
KEPT_SECONDS = 24 * 60 * 60  # a working day to decide about a file; what is older was forgotten


def receive(chunks: Iterable[bytes], name: str) -> Path:
    """Keep the bytes of an upload called ``name``; where they are now. What was forgotten before is swept away."""
    _sweep()
    path = _folder() / f"{uuid.uuid4()}{_ending(name)}"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            for chunk in chunks:
                handle.write(chunk)
    except BaseException:
        path.unlink()  # half a file is no use to anybody, least of all on a full disk
        raise
    return path


def put_by(path: Path, key: uuid.UUID) -> None:
    """Keep the file with load ``key`` until that is decided."""
    path.rename(path.with_name(f"{key}{path.suffix}"))


def put_by_path(key: uuid.UUID) -> Path | None:
    """The file of load ``key``; None when it is gone."""
    return next(iter(_folder().glob(f"{key}.*")), None)


def forget(key: uuid.UUID) -> None:
    path = put_by_path(key)
    if path is not None:
        path.unlink(missing_ok=True)


def plain_name(name: str) -> str:
    """The last part of what a browser called the file, short enough to keep."""
    return PurePosixPath(name.replace("\\", "/")).name[-255:] or "upload"


def _ending(name: str) -> str:
    ending = PurePosixPath(name).suffix.lower()
    return ending if ending in ENDINGS else ".upload"


def _folder() -> Path:
    folder = Path(settings.HOME) / "incoming"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def received_before(moment: float) -> list[Path]:
    """Files that were sent before ``moment``; Django's own half-received ones too."""
    return [path for path in _folder().iterdir() if path.is_file() and path.stat().st_mtime < moment]


def _sweep() -> None:
    for path in received_before(time.time() - KEPT_SECONDS):
        path.unlink(missing_ok=True)
