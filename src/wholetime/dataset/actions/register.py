"""Brings the register of identified people up to the newest staff lists.

Loads leave their identified rows waiting; this enters them. Of several months of one employer only the newest
is entered, and never one older than what the register has. It can be stopped anywhere and run again.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

import polars as pl
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from wholetime.dataset.actions import identities
from wholetime.dataset.actions.register_rows import merge_rows
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.models import Employment, Load, Slice
from wholetime.dataset.models.load import LoadState

ENTERING = 0x72_65_67  # any number will do, so long as every register update asks for the same lock


def catch_up() -> int:
    """Enter the identified rows that are waiting; how many people were entered or brought up to date."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [ENTERING])
        loads = {load.key: load for load in Load.objects.filter(key__in=identities.waiting())}
        due = {key: load for key, load in loads.items() if load.state == LoadState.COMMITTED}
        frames = [frame for frame in map(_posts, due) if not frame.is_empty()]
        rows = _newest(pl.concat(frames, how="vertical_relaxed")) if frames else None
        entered = merge_rows(rows) if rows is not None and rows.height else 0
        done = [key for key, load in loads.items() if load.state != LoadState.STAGED]
        transaction.on_commit(lambda: _forget(done))
    return entered


def _forget(keys: Iterable[UUID]) -> None:
    for key in keys:
        identities.forget(key)


def _posts(key: UUID) -> pl.DataFrame:
    """The identified rows of a load beside what the lake holds of the same posts."""
    slices = Slice.objects.filter(load_id=key, table=Table.ASSIGNMENT)
    files = [Path(settings.LAKE) / path for path in slices.values_list("path", flat=True)]
    held = pl.read_parquet(files, hive_partitioning=False) if files else pl.DataFrame()
    if held.is_empty():
        return pl.DataFrame()
    synthetic = Load.objects.values_list("synthetic", flat=True).get(key=key)
    joined = identities.read(key).join(held, on=["org", "person", "assignment"], how="inner")
    return joined.with_columns(pl.lit(synthetic).alias("synthetic"))


def _newest(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of each employer's newest month, unless the register has a newer one already."""
    newest = rows.filter(pl.col("month") == pl.col("month").max().over("org"))
    seen = Employment.objects.values("organisation__code").annotate(month=Max("last_seen"))
    held = {row["organisation__code"]: row["month"] for row in seen}
    known = pl.DataFrame({"org": list(held), "held": list(held.values())}, schema={"org": pl.String, "held": pl.Date})
    later = pl.col("held").is_null() | (pl.col("month") >= pl.col("held"))
    return newest.join(known, on="org", how="left").filter(later)
