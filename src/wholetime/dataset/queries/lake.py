"""The lake: Parquet slices read through Ibis, so that DuckDB on one machine and Spark on many give one answer.

Which files count is decided by the manifest in PostgreSQL. A view of the lake belongs to one version of the
manifest, so that caching by version needs no invalidation.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import cast

import duckdb
import ibis
import polars as pl
from django.conf import settings

from wholetime.dataset.engine.frames import Table
from wholetime.dataset.queries.manifest import (
    Files,
    Version,
    columns_of,
    current_version,
    files_of,
    live_slices,
    slice_frame,
)

MEMORY = "4GB"  # a sixth of a 24 GB machine for each process: sorting spills to disk beyond it


MOST_TEXTS = 2_000
"""Texts of queries kept: 2 kB each. To write one takes Ibis 15 to 40 ms, which is more than DuckDB's answer takes."""

type Query = Callable[..., ibis.Table]


class Lake:
    """The tables of one version of the lake, for one thread. Tables are Ibis expressions.

    Every row carries ``slice``, the number of the slice it came from; ``slices`` says what each number is.
    """

    def __init__(
        self, backend: ibis.BaseBackend, version: Version, dialect: str, run: Callable[[str], pl.DataFrame]
    ) -> None:
        self.backend = backend
        self.version = version
        self.dialect = dialect
        self.run = run

    def read(self, query: ibis.Table) -> pl.DataFrame:
        """The rows of a query."""
        return self.run(ibis.to_sql(query, dialect=self.dialect))

    def ask(self, query: Query, *about: Hashable) -> pl.DataFrame:
        """The rows of ``query(self, *about)``, whose text is worked out once: ``query`` looks at nothing else."""
        return self.run(self.text(query, *about))

    def text(self, query: Query, *about: Hashable) -> str:
        """The same tables are there in every version, so the text is the same too."""
        key = (self.dialect, query, about)
        if key not in _texts:
            if len(_texts) >= MOST_TEXTS:
                _texts.clear()
            _texts[key] = str(ibis.to_sql(query(self, *about), dialect=self.dialect))
        return _texts[key]

    def table(self, table: Table) -> ibis.Table:
        return self.backend.table(str(table))

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
    connection = _database(version).cursor()

    def run(text: str) -> pl.DataFrame:
        return cast("pl.DataFrame", connection.sql(text).pl())

    return Lake(ibis.duckdb.from_connection(connection), version, "duckdb", run)


def _on_spark(version: Version) -> Lake:
    from wholetime.dataset.queries import lake_spark  # an optional dependency

    return Lake(lake_spark.opened(version), version, "pyspark", lake_spark.run)


_texts: dict[tuple[str, Query, tuple[Hashable, ...]], str] = {}
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


def _define(connection: duckdb.DuckDBPyConnection, table: Table, files: Files) -> None:
    """The table over its files, without their superseded slices.

    Nothing is read into memory: to have 5 million published numbers there, in the order of what they measure, took each
    process 5 s, and saved a question 10 to 40 ms.
    """
    if not files.paths:
        empty = pl.DataFrame(schema=columns_of(table))
        connection.register("empty_frame", empty.to_arrow())  # a frame is seen by one cursor only, a table by all
        connection.execute(f"create table {table} as from empty_frame")
        return
    listed = ", ".join("'" + path.replace("'", "''") + "'" for path in files.paths)
    gone = f"where slice not in ({', '.join(map(str, files.superseded))})" if files.superseded else ""
    connection.execute(f"create view {table} as from read_parquet([{listed}]) {gone}")
