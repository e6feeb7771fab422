"""Rules of retention about files: sent, named by no record, worked out beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from wholetime.chassis.api import Asked, Removal
from wholetime.dataset.actions.incoming import received_before
from wholetime.dataset.actions.parquet import remove_rows
from wholetime.dataset.actions.sweep import nameless_before
from wholetime.dataset.models import Load


def remove_when_committed(paths: Iterable[str]) -> None:
    """Remove files of the lake once no record names them; where that fails, they are swept up as nameless."""
    transaction.on_commit(partial(_remove, sorted(paths)))


def _remove(paths: list[str]) -> None:
    for path in paths:
        remove_rows(path)


def _uploads(asked: Asked) -> list[Path]:
    """Files that were sent, but for those of senders or scopes that are held."""
    kept = {str(key) for key in Load.objects.filter(account__in=asked.held.accounts).values_list("key", flat=True)}
    return [path for path in received_before(asked.cutoff.timestamp()) if path.stem not in kept]


def _nameless(asked: Asked) -> list[Path]:
    return nameless_before(asked.cutoff.timestamp())


def _derived(*folders: str) -> Callable[[Asked], list[Path]]:
    """Files below ``derived`` that nobody has touched since the cutoff: all of it can be worked out anew."""

    def found(asked: Asked) -> list[Path]:
        oldest = asked.cutoff.timestamp()
        files = (file for name in folders for file in (Path(settings.HOME) / "derived" / name).rglob("*"))
        return [file for file in files if file.is_file() and file.stat().st_mtime < oldest]

    return found


def _files_removed(rule: str, find: Callable[[Asked], list[Path]]) -> Removal:
    def remove(asked: Asked) -> int:
        files = find(asked)
        for file in files:
            file.unlink(missing_ok=True)
        return len(files)

    return Removal(rule, lambda asked: len(find(asked)), remove)


RULES = (
    _files_removed("uploads", _uploads),
    _files_removed("lake_files", _nameless),
    _files_removed("kept_answers", _derived("answers", "drawings")),
    _files_removed("kept_guards", _derived("guards", "by_slice", "terms")),
)
