"""Reads compressed files without ever holding more than a stated number of bytes.

The limits are counted on the bytes that come out, not on what the archive claims about itself.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from typing import Protocol

from wholetime.dataset.engine.opening.unreadable import UnreadableFile

MOST_BYTES = 1 << 30
"""One gibibyte: a month of 100,000 staff in 60 columns is under 60 MB."""

MOST_RATIO = 200
"""Published workforce files shrink 5 to 40 times; deflate itself can reach 1,032."""

RATIO_MATTERS_FROM = 32 << 20
"""Below 32 MiB a high ratio harms nobody: a short file of zeros compresses very well."""

MOST_ENTRIES = 1_000
"""Files in one archive: a workbook of a hundred sheets has some 250 parts."""

CHUNK = 1 << 20
DAMAGED = (EOFError, OSError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError)


class Readable(Protocol):
    """What gives its bytes a part at a time."""

    def read(self, size: int, /) -> bytes: ...


def read_bounded(stream: Readable, packed: int, name: str) -> bytes:
    """Everything in ``stream``, whose compressed size is ``packed`` bytes; refuses what grows beyond the limits."""
    parts: list[bytes] = []
    held = 0
    while part := stream.read(CHUNK):
        held += len(part)
        if held > MOST_BYTES:
            raise UnreadableFile(f"{name} holds more than {MOST_BYTES >> 20} MB: split it into smaller files")
        if held > RATIO_MATTERS_FROM and held > packed * MOST_RATIO:
            raise UnreadableFile(f"{name} grows more than {MOST_RATIO} times when unpacked, as a harmful file would")
        parts.append(part)
    return b"".join(parts)


def gunzip(data: bytes, name: str) -> bytes:
    """The bytes inside a gzip file."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            return read_bounded(stream, len(data), name)
    except UnreadableFile:
        raise
    except DAMAGED as error:
        raise UnreadableFile(f"{name} is damaged or was cut short: download or export it again") from error


def unzip(data: bytes, name: str) -> dict[str, bytes]:
    """The files inside a zip archive by name, folders left out; the limits count for all of them together."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _entries(archive, len(data), name)
    except UnreadableFile:
        raise
    except DAMAGED as error:
        message = f"{name} is damaged, cut short or protected by a password: save it again without one"
        raise UnreadableFile(message) from error


def _entries(archive: zipfile.ZipFile, packed: int, name: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    held = 0
    if len(archive.infolist()) > MOST_ENTRIES:
        raise UnreadableFile(f"{name} has {len(archive.infolist()):,} files inside: load the one table you need")
    for entry in archive.infolist():
        if entry.is_dir() or _is_clutter(entry.filename):
            continue
        with archive.open(entry) as stream:
            found[entry.filename] = read_bounded(stream, packed, name)
        held += len(found[entry.filename])
        if held > MOST_BYTES or (held > RATIO_MATTERS_FROM and held > packed * MOST_RATIO):
            raise UnreadableFile(f"{name} holds far more than its size: unpack it and load the one table you need")
    return found


def _is_clutter(name: str) -> bool:
    """Whether a computer, not a person, put this file in the archive; pictures and macros are never read."""
    last = name.rpartition("/")[2]
    return name.startswith(("__MACOSX/", "xl/media/", "xl/vbaProject")) or last in {".DS_Store", "Thumbs.db"}
