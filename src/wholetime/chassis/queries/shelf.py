"""Things worked out, kept on disk under the name of all that they depend on: true for as long as they are there."""

from __future__ import annotations

import gzip
import random
import zlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from wholetime.chassis.queries.whole_files import forget_the_oldest, whole_file

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
        with whole_file(self._file(key)) as target:
            target.write_bytes(gzip.compress(value, compresslevel=1))
        if random.randrange(SWEEP) == 0:  # noqa: S311 chance decides when to tidy, nothing else
            forget_the_oldest(self.folder.glob("*/*.gz"), self.most)

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.gz"
