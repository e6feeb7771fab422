"""Loading in one go, for the command line and for jobs: stage, and commit what may be committed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wholetime.chassis.models import Account
from wholetime.dataset.actions.commit import HeldChanged, commit
from wholetime.dataset.actions.stage import stage
from wholetime.dataset.engine.loading import Meant
from wholetime.dataset.models import Load
from wholetime.dataset.models.load import LoadState

TRIES = 3  # two loaders may meet on one slice; the second compares again with what the first left
REASONS = 5


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file: ``state`` is committed, unchanged or refused; ``said`` is for its sender."""

    load: str
    state: str
    source: str
    rows: int
    refused_rows: int
    said: tuple[str, ...]


def load_file(
    path: Path, *, account: Account | None = None, keep_good: bool = False, meant: Meant | None = None
) -> Loaded:
    """Stage the file and commit it; a file with bad rows commits nothing unless ``keep_good``.

    Raises UnreadableFile, NotRecognised or NotThisLayout for a file that could not be understood, and SliceUnknown for
    one without rows where neither its name nor ``meant`` tells what it empties.
    """
    for attempt in range(1, TRIES + 1):
        load = stage(path, account=account, keep_good=keep_good, meant=meant)
        try:
            if load.state == LoadState.STAGED:
                load = commit(load.key)
            return _loaded(load)
        except HeldChanged:
            if attempt == TRIES:
                raise
    raise AssertionError("unreachable")


def _loaded(load: Load) -> Loaded:
    refused = load.refusals.order_by("row")[:REASONS]
    reasons = [f"row {each.row}, {each.column}: {each.value!r} {each.reason}" for each in refused]
    return Loaded(str(load.key), load.state, load.adapter, load.rows, load.refused_rows, (*load.notes, *reasons))
