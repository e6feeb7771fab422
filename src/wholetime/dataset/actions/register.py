"""Brings the register of identified people up to the newest staff lists.

Loads leave their identified rows waiting; this enters them. Of several months of one employer only the newest
is entered, and never one older than what the register has. It can be stopped anywhere and run again.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from uuid import UUID

import polars as pl
from django.db import connection, transaction
from django.db.models import Max

from wholetime.chassis.api import may_remove
from wholetime.dataset.actions import identities
from wholetime.dataset.actions.register_rows import merge_rows
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.models import Employment, Load, Slice
from wholetime.dataset.models.load import LoadState
from wholetime.dataset.queries.slice_rows import rows_by_slice

ENTERING = 0x72_65_67  # any number will do, so long as every register update asks for the same lock


def catch_up() -> int:
    """Enter the identified rows that are waiting; how many posts were entered or brought up to date.

    Which lists are the newest is read from the manifest, so that of a long history only those are opened.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [ENTERING])
        loads = {load.key: load for load in Load.objects.filter(key__in=identities.waiting())}
        due = [key for key, load in loads.items() if load.state == LoadState.COMMITTED]
        frames = [_posts(loads[key], slices) for key, slices in _newest(due).items()]
        rows = pl.concat(frames, how="vertical_relaxed") if frames else None
        entered = merge_rows(rows) if rows is not None and rows.height else 0
        done = [key for key, load in loads.items() if load.state != LoadState.STAGED]
        if may_remove():  # otherwise a backup copies them, and they are entered once more, which changes nothing
            transaction.on_commit(partial(_forget, done))
    return entered


def _forget(keys: list[UUID]) -> None:
    for key in keys:
        identities.forget(key)


def _newest(due: list[UUID]) -> dict[UUID, list[Slice]]:
    """The newest list of each employer among the loads ``due``, by load; none older than what the register has.

    A slice of person-level assignments is one employer's month, and only one of a month is live.
    """
    seen = Employment.objects.values("organisation__code").annotate(month=Max("last_seen"))
    held: dict[str, date] = {row["organisation__code"]: row["month"] for row in seen}
    newest: dict[str, Slice] = {}
    for found in Slice.objects.filter(load_id__in=due, table=Table.ASSIGNMENT, live=True).order_by("period_to", "id"):
        if found.org not in held or found.period_to >= held[found.org]:
            newest[found.org] = found
    by_load: dict[UUID, list[Slice]] = {}
    for found in newest.values():
        by_load.setdefault(found.load_id, []).append(found)
    return by_load


def _posts(load: Load, slices: list[Slice]) -> pl.DataFrame:
    """The identified rows of ``load`` beside what the lake holds of the same posts in ``slices``."""
    held = pl.concat(rows_by_slice(slices).values())
    joined = identities.read(load.key).join(held, on=["org", "person", "assignment"], how="inner")
    return joined.with_columns(pl.lit(load.synthetic).alias("synthetic"))
