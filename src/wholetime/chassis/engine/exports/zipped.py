"""Many files as one zip, written as it is read: nothing of it is held but the block at hand."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

BLOCK = 1 << 18
PACKED = (".parquet", ".pdf", ".gz")
"""Endings of files that are compressed already."""


def zipped(files: Iterable[Path]) -> Iterator[bytes]:
    """The zip of ``files``, each under its own name, block by block."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", allowZip64=True) as archive:  # type: ignore[call-overload]  # only writes
        for file in files:
            about = zipfile.ZipInfo.from_file(file, file.name)
            about.compress_type = zipfile.ZIP_STORED if file.suffix in PACKED else zipfile.ZIP_DEFLATED
            with file.open("rb") as source, archive.open(about, "w", force_zip64=True) as target:
                while block := source.read(BLOCK):
                    target.write(block)
                    yield sink.taken()
    yield sink.taken()


class _Sink:
    """A file that can only be written, and is emptied by its reader."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def write(self, block: bytes) -> int:
        self._held.append(bytes(block))
        return len(block)

    def flush(self) -> None:
        """There is nothing behind it."""

    def taken(self) -> bytes:
        found = b"".join(self._held)
        self._held.clear()
        return found
