"""The lake: Parquet slices read through Ibis, so that DuckDB on one machine and Spark on many give one answer.

Which files count is decided by the manifest in PostgreSQL. A view of the lake belongs to one version of the
manifest, so that caching by version needs no invalidation.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

import duckdb
import ibis
import polars as pl
from django.conf import settings
from django.db.models import Count, Max

from wholetime.dataset.engine.frames import SCHEMAS, Table
from wholetime.dataset.models import Slice

MEMORY = "4GB"  # a sixth of a 24 GB machine for each process: sorting spills to disk beyond it


@dataclass(frozen=True, slots=True)
class Version:
    """Names one state of the manifest: the newest live slice and how many there are."""

    newest: int
    count: int


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
    found = Slice.objects.filter(live=True).aggregate(newest=Max("id"), count=Count("id"))
    return Version(found["newest"] or 0, found["count"])


@lru_cache(maxsize=4)
def live_slices(version: Version) -> tuple[LiveSlice, ...]:
    rows = Slice.objects.filter(live=True, id__lte=version.newest).select_related("load").order_by("id")
    return tuple(
        LiveSlice(
            row.id,
            Table(row.table),
            row.adapter,
            row.path,
            row.rank,
            row.load.restricted,
            row.load.synthetic,
            str(row.load_id),
        )
        for row in rows
    )


class Lake:
    """The tables of one version of the lake, for one thread. Tables are Ibis expressions.

    Every row carries ``slice``, the number of the slice it came from; ``slices`` says what each number is.
    """

    def __init__(self, backend: ibis.BaseBackend, version: Version) -> None:
        self.backend = backend
        self.version = version

    def table(self, table: Table) -> ibis.Table:
        return self.backend.table(str(table))

    def read(self, query: ibis.Table) -> pl.DataFrame:
        """The rows of ``query``. DuckDB hands its columns over as they are; other backends go through Arrow."""
        if self.backend.name == "duckdb":
            query_text = ibis.to_sql(query, dialect="duckdb")
            return cast("pl.DataFrame", self.backend.con.sql(query_text).pl())
        return cast("pl.DataFrame", query.to_polars())

    @property
    def slices(self) -> ibis.Table:
        return self.backend.table("slices")


def lake() -> Lake:
    """The lake as it is now, safe to use in this thread."""
    version = current_version()
    kept: Lake | None = getattr(_thread, "lake", None)
    if kept is None or kept.version != version:
        kept = _on_spark(version) if settings.LAKE_ENGINE == "spark" else _on_duckdb(version)
        _thread.lake = kept
    return kept


def _on_duckdb(version: Version) -> Lake:
    return Lake(ibis.duckdb.from_connection(_database(version).cursor()), version)


def _on_spark(version: Version) -> Lake:
    from wholetime.dataset.queries.lake_spark import open_spark  # an optional dependency

    return open_spark(version)


_thread = threading.local()
_opening = threading.Lock()


def _database(version: Version) -> duckdb.DuckDBPyConnection:
    with _opening:
        return _opened(version)


@lru_cache(maxsize=2)
def _opened(version: Version) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(settings.HOME / "spill")})
    slices = live_slices(version)
    for table in Table:
        _define(connection, table, files_of(table, slices))
    connection.register("slices_frame", slice_frame(slices).to_arrow())
    connection.execute("create table slices as select * from slices_frame")
    return connection


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a table, and the slices in them that are not the truth any more."""

    paths: tuple[str, ...]
    superseded: tuple[int, ...]


def files_of(table: Table, slices: Iterable[LiveSlice]) -> Files:
    """The files that the live ``slices`` of ``table`` are in."""
    live = [found for found in slices if found.table is table]
    paths = sorted({found.path for found in live})
    beside = Slice.objects.filter(table=table, path__in=paths).exclude(pk__in=[found.id for found in live])
    full = tuple(str(Path(settings.LAKE) / path) for path in paths)
    return Files(full, tuple(sorted(beside.values_list("pk", flat=True))))


def _define(connection: duckdb.DuckDBPyConnection, table: Table, files: Files) -> None:
    """The table over its files, without their superseded slices.

    Published numbers are asked for all the time and small (1.2 million rows are 100 MB): they stay in memory.
    """
    if not files.paths:
        empty = pl.DataFrame(schema={**SCHEMAS[table], "slice": pl.Int64})
        connection.register("empty_frame", empty.to_arrow())  # a frame is seen by one cursor only, a table by all
        connection.execute(f"create table {table} as from empty_frame")
        return
    listed = ", ".join("'" + path.replace("'", "''") + "'" for path in files.paths)
    kind = "table" if table is Table.OBSERVATION else "view"
    gone = f"where slice not in ({', '.join(map(str, files.superseded))})" if files.superseded else ""
    connection.execute(f"create {kind} {table} as from read_parquet([{listed}]) {gone}")


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
