"""Things worked out, kept on disk under the name of all that they depend on: true for as long as they are there."""

from __future__ import annotations

import gzip
import os
import random
import threading
import zlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

SWEEP = 200
"""One in so many puts looks whether there are too many."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of files, ``most`` of them, the oldest of which go first. Whoever reads one finds it whole."""

    name: str
    most: int

    @property
    def folder(self) -> Path:
        return Path(settings.HOME) / "derived" / self.name

    def get(self, key: str) -> bytes | None:
        """What was put there, or None. Something that cannot be read is not there."""
        try:
            return gzip.decompress(self._file(key).read_bytes()) or None
        except (FileNotFoundError, gzip.BadGzipFile, EOFError, zlib.error):
            return None

    def put(self, key: str, value: bytes) -> None:
        """Keep ``value``: whole or not at all, whoever else keeps it at this moment."""
        file = self._file(key)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}.writing")
        temporary.write_bytes(gzip.compress(value, compresslevel=1))
        temporary.rename(file)
        if random.randrange(SWEEP) == 0:  # noqa: S311 chance decides when to tidy, nothing else
            self._forget_the_oldest()

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.gz"

    def _forget_the_oldest(self) -> None:
        held = sorted(((each.stat().st_mtime, each) for each in self.folder.glob("*/*.gz")), reverse=True)
        for _, each in held[self.most :]:
            each.unlink(missing_ok=True)
