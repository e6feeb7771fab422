"""The same lake on Spark, for a region whose rows outgrow one machine. Needs the optional dependency ``spark``.

``WHOLETIME_LAKE_ENGINE=spark`` chooses it. The session is whatever the cluster configures (``spark-defaults.conf``,
``spark-submit``); by itself it is one machine.
"""

from __future__ import annotations

from functools import cache
from typing import Any, cast

import ibis
import polars as pl

from wholetime.dataset.engine.frames import Table
from wholetime.dataset.queries.manifest import Files, Version, columns_of, files_of, live_slices, slice_frame

PERSON = pl.Decimal(20, 0)
"""Spark has no unsigned integers: it reads the numbers of people and assignments as decimals."""


def opened(version: Version) -> ibis.BaseBackend:
    """A Spark session with the tables of ``version`` as temporary views. ModuleNotFoundError without pyspark."""
    slices = live_slices(version)
    for table in Table:
        _define(table, files_of(table, slices))
    _show("slices", slice_frame(slices))
    return ibis.pyspark.connect(_session())


def run(text: str) -> pl.DataFrame:
    """The rows of a query on the tables that were opened."""
    rows = _session().sql(text).toArrow()
    found = cast("pl.DataFrame", pl.from_arrow(rows))
    return found.cast({name: pl.UInt64 for name, kind in found.schema.items() if kind == PERSON})


@cache
def _session() -> Any:
    from pyspark.sql import SparkSession

    return SparkSession.builder.appName("wholetime").config("spark.sql.session.timeZone", "UTC").getOrCreate()


def _define(table: Table, files: Files) -> None:
    """The table over its files, without their superseded slices."""
    if not files.paths:
        empty = pl.DataFrame(schema=columns_of(table))
        _show(str(table), empty.cast({name: PERSON for name, kind in empty.schema.items() if kind == pl.UInt64}))
        return
    rows = _session().read.parquet(*files.paths)
    if files.superseded:
        rows = rows.filter(~rows["slice"].isin(list(files.superseded)))
    rows.createOrReplaceTempView(str(table))


def _show(name: str, frame: pl.DataFrame) -> None:
    _session().createDataFrame(frame.to_arrow(compat_level=pl.CompatLevel.oldest())).createOrReplaceTempView(name)
