"""Reading: decrypted and taken apart as it comes. What was cut short, changed or locked with another key is refused."""

from __future__ import annotations

import os
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

import pyrage

from wholetime.chassis.engine.archive.keys import BackupKey, BadKey
from wholetime.chassis.engine.archive.writing import BLOCK


class Damaged(ValueError):
    """The file is no whole backup that this key opens; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the backup. Its content must be read before the next entry is asked for."""

    name: str
    size: int
    content: BinaryIO

    def blocks(self) -> Iterator[bytes]:
        while block := self.content.read(BLOCK):
            yield block


@contextmanager
def opened(source: BinaryIO, key: BackupKey) -> Iterator[Iterator[Entry]]:
    """The entries of the backup in ``source``, in order. Raises Damaged, or BadKey for one that cannot read at all.

    That the last byte was genuine is known only when all have been read: read to the end before trusting any.
    """
    if key.identity is None:
        raise BadKey("this key can only write backups (age1…): reading needs the one that begins AGE-SECRET-KEY-1")
    receiving, sending = os.pipe()
    opening = _Opening(source, sending, key.identity)
    opening.start()
    with os.fdopen(receiving, "rb") as pipe:
        try:
            yield _entries(pipe, opening)
        except (tarfile.TarError, EOFError) as problem:  # met while an entry was read
            opening.join()
            raise Damaged(opening.said or f"this is not a backup: {problem}") from problem
        finally:
            pipe.close()  # decrypting stops at its next block where not all was read
            opening.join()


def _entries(pipe: BinaryIO, opening: _Opening) -> Iterator[Entry]:
    try:
        with tarfile.open(mode="r|", fileobj=pipe) as held:
            for found in held:
                content = held.extractfile(found)
                if content is None:
                    raise Damaged(f"the backup holds something that is not a file: {found.name}")
                yield Entry(found.name, found.size, content)  # type: ignore[arg-type]  # a binary reader
        while pipe.read(BLOCK):
            pass
    except tarfile.ReadError:
        opening.join()
        if not opening.said:
            raise
    opening.join()
    if opening.said:
        raise Damaged(opening.said)


class _Opening(threading.Thread):
    """Decrypts into a pipe; ``said`` is what went wrong."""

    def __init__(self, source: BinaryIO, sending: int, identity: pyrage.x25519.Identity) -> None:
        super().__init__(name="decrypting", daemon=True)
        self._source, self._sending, self._identity = source, sending, identity
        self.said = ""

    def run(self) -> None:
        try:
            with os.fdopen(self._sending, "wb", buffering=BLOCK) as target:
                pyrage.decrypt_io(self._source, target, [self._identity])
        except BrokenPipeError:
            pass  # nobody reads on
        except pyrage.DecryptError as problem:
            self.said = _reason(str(problem))
        except (OSError, ValueError) as problem:
            self.said = f"the file is damaged or cut short: {problem}"


def _reason(said: str) -> str:
    if "No matching keys" in said:
        return "this key does not open the backup: it was locked with another"
    return f"this is not a whole backup: {said}"
