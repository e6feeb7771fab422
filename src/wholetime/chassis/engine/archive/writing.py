"""Writing: entries of a tar, one block after another, straight into the encrypted file."""

from __future__ import annotations

import tarfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import pyrage

from wholetime.chassis.engine.archive.keys import BackupKey

BLOCK = 1 << 20
"""Bytes read from a file at a time."""

END = bytes(2 * tarfile.BLOCKSIZE)
"""Two empty blocks end a tar (POSIX.1-2001)."""


class GrewOrShrank(ValueError):
    """A file had not the size it was said to have."""


def entry(name: str, size: int, blocks: Iterable[bytes], moment: int) -> Iterator[bytes]:
    """One file of the tar: its header, its ``blocks`` and the filling. ``moment`` is in seconds since 1970."""
    about = tarfile.TarInfo(name)
    about.size, about.mtime, about.mode = size, moment, 0o600
    yield about.tobuf(tarfile.PAX_FORMAT)
    left = size
    for block in blocks:
        left -= len(block)
        yield block
    if left:
        raise GrewOrShrank(f"{name} was said to have {size} bytes and had {size - left}")
    yield bytes(-size % tarfile.BLOCKSIZE)


def sealed(parts: Iterable[bytes], target: BinaryIO, key: BackupKey) -> None:
    """Encrypt ``parts`` and the end of the tar into ``target``; never more than a few blocks are in memory."""
    source = _Pull(_with_end(parts))
    try:
        pyrage.encrypt_io(source, target, [key.recipient])
    except pyrage.EncryptError as problem:
        raise (source.failed or problem) from None  # what was wrong with the parts says more


def _with_end(parts: Iterable[bytes]) -> Iterator[bytes]:
    yield from parts
    yield END


class _Pull:
    """Blocks as a file that is read once."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._held = memoryview(b"")
        self.failed: Exception | None = None

    def read(self, most: int = -1) -> bytes:
        while not self._held:
            found = self._next()
            if found is None:
                return b""
            self._held = memoryview(found)
        wanted = len(self._held) if most < 0 else most
        taken, self._held = self._held[:wanted], self._held[wanted:]
        return bytes(taken)

    def _next(self) -> bytes | None:
        try:
            return next(self._blocks, None)
        except Exception as problem:
            self.failed = problem
            raise
