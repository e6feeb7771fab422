"""What a page or a program does with a file it was sent: stage it, decide about it, and leave nothing lying about.

All of it is done as the operator: a file is compared with whatever is held, and the permit says what may be in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wholetime.chassis.models import Account
from wholetime.chassis.postgres.reach import as_operator
from wholetime.dataset.actions import incoming
from wholetime.dataset.actions.commit import HeldChanged, commit, discard
from wholetime.dataset.actions.stage import stage
from wholetime.dataset.engine.loading import Meant, Permit
from wholetime.dataset.models import Load
from wholetime.dataset.models.load import LoadState
from wholetime.kernel.period import Period

WAITING = (LoadState.STAGED, LoadState.REFUSED)


class FileGone(ValueError):
    """The uploaded file was kept for a day and is gone: it must be sent again."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, and for whom they may."""

    account: Account
    permit: Permit


@as_operator()
def stage_upload(path: Path, name: str, sender: Sender, *, keep_good: bool = False, meant: Meant | None = None) -> Load:
    """Stage the received file at ``path``. It is kept while there is something to decide, otherwise removed.

    Raises what ``stage`` raises; the file is removed then too.
    """
    try:
        load = stage(path, account=sender.account, keep_good=keep_good, name=name, permit=sender.permit, meant=meant)
        if load.state in WAITING:
            incoming.put_by(path, load.key)
        return load
    finally:
        path.unlink(missing_ok=True)


@as_operator()
def commit_upload(load: Load) -> Load:
    """Commit a staged load. Raises NotStaged; and HeldChanged, after which ``stage_again`` compares afresh."""
    done = commit(load.key)
    incoming.forget(load.key)
    return done


@as_operator()
def discard_upload(load: Load) -> Load:
    """Throw a load that waits for a decision away, with its file. Raises NotStaged."""
    if load.state == LoadState.REFUSED:
        incoming.forget(load.key)
        return load
    done = discard(load.key)
    incoming.forget(load.key)
    return done


@as_operator()
def stage_again(load: Load, sender: Sender, *, keep_good: bool) -> Load:
    """Stage the file of ``load`` once more: its good rows only, or against what is held now. Raises FileGone."""
    path = incoming.put_by_path(load.key)
    if path is None:
        raise FileGone(f"{load.file_name} is no longer here: it was kept for a day. Choose it again")
    fresh = stage(
        path,
        account=sender.account,
        keep_good=keep_good,
        name=load.file_name,
        permit=sender.permit,
        meant=_meant(load),
    )
    if load.state == LoadState.STAGED:
        discard(load.key)
    if fresh.state in WAITING:
        incoming.put_by(path, fresh.key)
    path.unlink(missing_ok=True)
    return fresh


def _meant(load: Load) -> Meant:
    """What the sender of ``load`` said it was about, or its name did: needed again where it has no rows."""
    part = load.slices.first()
    days = (load.period_from, load.period_to)
    period = Period(days[0], days[1]) if days[0] and days[1] else None
    return Meant(period, part.org if part and part.org else None)


@as_operator()
def load_upload(path: Path, name: str, sender: Sender) -> Load:
    """Stage and commit in one go, as the five-minute return does. Nothing is left of the file afterwards."""
    load = stage_upload(path, name, sender)
    try:
        return commit_upload(load) if load.state == LoadState.STAGED else load
    except HeldChanged:
        load = stage_again(load, sender, keep_good=False)
        return commit_upload(load) if load.state == LoadState.STAGED else load
    finally:
        incoming.forget(load.key)


__all__ = [
    "FileGone",
    "Sender",
    "commit_upload",
    "discard_upload",
    "load_upload",
    "stage_again",
    "stage_upload",
]
