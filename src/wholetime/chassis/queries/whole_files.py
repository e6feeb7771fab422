"""Files worked out and kept: each whole or not there, however many processes write it, and not too many of them."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(file: Path) -> Iterator[Path]:
    """Where to write what is to be ``file`` once it is finished: another process may read it, or write the same."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}.writing")
    yield temporary
    temporary.rename(file)


def forget_the_oldest(files: Iterable[Path], most: int) -> None:
    """Keep the ``most`` that were touched last."""
    kept = sorted(((each.stat().st_mtime, each) for each in files), reverse=True)
    for _, each in kept[most:]:
        each.unlink(missing_ok=True)
