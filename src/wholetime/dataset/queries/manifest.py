"""Which slices are the truth now, and the files they are in: all that an engine needs to open the lake."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl
from django.conf import settings
from django.db import connection

from wholetime.chassis.postgres.reach import as_operator
from wholetime.dataset.engine.frames import SCHEMAS, Table
from wholetime.dataset.models import Slice


@dataclass(frozen=True, slots=True)
class Version:
    """Names one state of the manifest: the moment of the last commit (microseconds) and how many there were.

    Commits come one after another and nothing else changes what is live. The newest live slice would not do: a load
    that waited may be committed after a later one, and replace as many slices as it brings.
    """

    last: int
    commits: int


@dataclass(frozen=True, slots=True)
class LiveSlice:
    """One live slice, as the reader of the lake needs it."""

    id: int
    table: Table
    adapter: str
    path: str
    rank: int
    restricted: bool
    synthetic: bool
    load: str


def current_version() -> Version:
    with connection.cursor() as cursor:
        cursor.execute("select last, commits from dataset_commits()")  # of all there are, whoever asks
        last, commits = cursor.fetchone()
    return Version(round(last.timestamp() * 1_000_000) if last else 0, commits)


@lru_cache(maxsize=4)
@as_operator()  # kept for everybody: the lake is whole, and answers keep to a scope (in_reach)
def live_slices(version: Version) -> tuple[LiveSlice, ...]:
    fields = ("id", "table", "adapter", "path", "rank", "load__restricted", "load__synthetic", "load_id")
    rows = Slice.objects.filter(live=True).order_by("id").values_list(*fields)
    return tuple(
        LiveSlice(number, Table(table), adapter, path, rank, restricted, synthetic, str(load))
        for number, table, adapter, path, rank, restricted, synthetic, load in rows
    )


@lru_cache(maxsize=4)
def loads_of(version: Version) -> dict[int, str]:
    """The load that each live slice came with."""
    return {found.id: found.load for found in live_slices(version)}


@lru_cache(maxsize=4)
def slices_known(version: Version) -> pl.DataFrame:
    """``slice_frame`` of all live slices."""
    return slice_frame(live_slices(version))


def columns_of(table: Table) -> dict[str, pl.DataType | type[pl.DataType]]:
    """The columns of a table's files: the canonical ones, ``slice``, and for assignments ``sole``: whether the row is
    its person's only one on that employer's list."""
    return SCHEMAS[table] | {"slice": pl.Int64} | ({"sole": pl.Boolean} if table is Table.ASSIGNMENT else {})


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a table, and the slices in them that are not the truth any more."""

    paths: tuple[str, ...]
    superseded: tuple[int, ...]


@as_operator()  # as the live slices
def files_of(table: Table, slices: Iterable[LiveSlice]) -> Files:
    """The files that the live ``slices`` of ``table`` are in."""
    live = [found for found in slices if found.table is table]
    paths = sorted({found.path for found in live})
    held = Slice.objects.filter(table=table, path__in=paths).values_list("pk", flat=True)
    superseded = set(held).difference(found.id for found in live)
    return Files(tuple(str(Path(settings.LAKE) / path) for path in paths), tuple(sorted(superseded)))


def slice_frame(slices: Iterable[LiveSlice]) -> pl.DataFrame:
    """What each slice is: columns slice, adapter, rank, restricted, synthetic, load."""
    return pl.DataFrame(
        [(s.id, s.adapter, s.rank, s.restricted, s.synthetic, s.load) for s in slices],
        schema={
            "slice": pl.Int64,
            "adapter": pl.String,
            "rank": pl.Int64,
            "restricted": pl.Boolean,
            "synthetic": pl.Boolean,
            "load": pl.String,
        },
        orient="row",
    )
