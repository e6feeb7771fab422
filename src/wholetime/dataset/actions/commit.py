"""Committing: what was staged becomes the truth, all of it in one transaction, or none."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from wholetime.chassis.api import may_remove
from wholetime.dataset.actions import identities
from wholetime.dataset.actions.parquet import remove_rows
from wholetime.dataset.models import Load, Slice
from wholetime.dataset.models.load import LoadState

COMMITTING = 0x63_6F_6D_6D  # any number will do, so long as every commit asks for the same lock


class NotStaged(ValueError):
    """The load was committed, discarded or refused before."""


class HeldChanged(ValueError):
    """Somebody committed the same slices after this load was compared with them: stage the file again."""


@transaction.atomic
def commit(key: UUID) -> Load:
    """Make the staged load ``key`` the truth. Raises NotStaged or HeldChanged, and then changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [COMMITTING])
    load = Load.objects.select_for_update().get(key=key)
    if load.state != LoadState.STAGED:
        raise NotStaged(f"{load.file_name} is not waiting to be confirmed: it is {load.get_state_display().lower()}")
    staged = list(load.slices.select_related("replaces"))
    _check_held(load, staged)
    _make_live(staged)
    load.state, load.committed_at = LoadState.COMMITTED, timezone.now()
    load.save(update_fields=["state", "committed_at"])
    for follow in _followers:
        transaction.on_commit(follow, robust=True)
    return load


_followers: list[Callable[[], None]] = []


def when_held_changes(follow: Callable[[], None]) -> None:
    """Have ``follow`` done after each commit; if it fails, the commit stays."""
    _followers.append(follow)


def _check_held(load: Load, staged: list[Slice]) -> None:
    table = staged[0].table if staged else ""
    keys = [part.key for part in staged]
    held = dict(Slice.objects.filter(table=table, key__in=keys, live=True).values_list("key", "id"))
    if any(held.get(part.key) != part.replaces_id for part in staged):
        raise HeldChanged(f"what {load.file_name} would replace has changed since it was compared: load it again")


def _make_live(staged: list[Slice]) -> None:
    now = timezone.now()
    old = []
    for part in staged:
        if part.replaces is not None:
            part.replaces.live, part.replaces.superseded_at, part.replaces.superseded_by = False, now, part
            old.append(part.replaces)
        part.live, part.live_from = True, now
    Slice.objects.bulk_update(old, ["live", "superseded_at", "superseded_by"], batch_size=500)
    Slice.objects.bulk_update(staged, ["live", "live_from"], batch_size=500)


@transaction.atomic
def discard(key: UUID) -> Load:
    """Throw a staged load away, with its files. Raises NotStaged."""
    load = Load.objects.select_for_update().get(key=key)
    if load.state != LoadState.STAGED:
        raise NotStaged(f"{load.file_name} is not waiting to be confirmed")
    paths = set(load.slices.values_list("path", flat=True))
    load.slices.all().delete()
    load.state = LoadState.DISCARDED
    load.save(update_fields=["state"])
    if may_remove():  # otherwise a backup copies them: `sweep` takes them later
        transaction.on_commit(lambda: _sweep(load.key, paths))
    return load


def _sweep(key: UUID, paths: set[str]) -> None:
    for path in paths:
        remove_rows(path)
    identities.forget(key)
