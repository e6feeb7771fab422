"""Answers kept on disk for every process, under all that they depend on: data, tree, day, rights, question, release.

Rights are there twice: as the question has them, and as the database reckons them for whoever asks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from functools import cache, lru_cache, wraps
from pathlib import Path

from django.conf import settings
from django.core.cache.backends.filebased import FileBasedCache

from wholetime.chassis.api import reached_roots
from wholetime.kernel.figure import Figure
from wholetime.kernel.release import release

type Answer = tuple[Figure, ...]

KEPT = 2 * 24 * 60 * 60
"""Seconds. An answer belongs to a day; what was worked out early in the morning is read until the next."""

MOST = 10_000
"""Answers of some 5 to 50 kB."""


def kept_answer(asked: Callable[..., Answer]) -> Callable[..., Answer]:
    """Ask once, in whichever process: the first argument says when the answer holds, all must be plain values."""

    @lru_cache(maxsize=1024)  # at most some hundred figures of 1 kB each: 30 MB when full
    def kept(reach: Hashable, *question: Hashable) -> Answer:
        name = hashlib.sha256(f"{release()} {asked.__qualname__} {reach} {question!r}".encode()).hexdigest()
        found: Answer | None = _shelf(str(settings.HOME)).get(name)
        if found is None:
            found = asked(*question)
            _shelf(str(settings.HOME)).set(name, found)
        return found

    @wraps(asked)
    def answer(*question: Hashable) -> Answer:
        return kept(reached_roots(), *question)

    answer.cache_clear = kept.cache_clear  # type: ignore[attr-defined]
    return answer


@cache
def _shelf(home: str) -> FileBasedCache:
    folder = Path(home) / "derived" / "answers"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return FileBasedCache(str(folder), {"TIMEOUT": KEPT, "OPTIONS": {"MAX_ENTRIES": MOST}})
