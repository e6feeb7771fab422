"""Counts slice by slice, kept on disk: what was counted of a slice once stays true, because slices never change.

The first to ask by a new breakdown waits for all months to be counted; a load later, only its own slices are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable
from pathlib import Path

import ibis
import polars as pl
from django.conf import settings

from wholetime.chassis.api import forget_the_oldest, whole_file
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.queries.lake import Lake
from wholetime.dataset.queries.manifest import live_slices

type Count = Callable[..., ibis.Table]

NAMED = 500
"""Slices named one by one in a query; of more, all are counted again, which is then hardly more work."""

MOST_KEPT = 300
"""Questions kept on disk, the last asked: some 100 kB to 5 MB each."""

COUNTED = "slices counted"


def by_slice(known: Lake, table: Table, count: Count, *about: Hashable) -> pl.DataFrame:
    """The rows of ``count(rows, *about)`` for every live slice of ``table``.

    ``count`` makes a query of the rows of a table; its answer has a column ``slice``, and what it says of a slice
    depends on that slice's rows alone. Answers are kept under the text of the query, so that another definition of a
    contract or an age band is another question.
    """
    live = [found.id for found in live_slices(known.version) if found.table is table]
    file = _file(f"{known.backend.name}:{known.text(_of_all, table, count, about)}")
    held, done = _read(file)
    missing = sorted(set(live) - done)
    if held is None or len(missing) > NAMED:
        held, done = known.ask(_of_all, table, count, about), set()
    elif missing:
        rows = known.table(table)
        fresh = count(rows.filter(rows.slice.isin(missing)), *about)
        held = pl.concat([held, known.read(fresh).cast(held.schema)])
    if missing:
        _keep(file, held, done.union(live))
    return held if done.issubset(live) else held.filter(pl.col("slice").is_in(live))


def _of_all(known: Lake, table: Table, count: Count, about: tuple[Hashable, ...]) -> ibis.Table:
    return count(known.table(table), *about)


def _file(question: str) -> Path:
    return (
        Path(settings.HOME) / "derived" / "by_slice" / f"{hashlib.sha256(question.encode()).hexdigest()[:32]}.parquet"
    )


def _read(file: Path) -> tuple[pl.DataFrame | None, set[int]]:
    """The rows kept in ``file``, and the slices that were counted for them: some have no rows."""
    try:
        counted = pl.read_parquet_metadata(file)[COUNTED]
        rows = pl.read_parquet(file)
        file.touch()
    except FileNotFoundError:
        return None, set()
    return rows, set(map(int, counted.split()))


def _keep(file: Path, rows: pl.DataFrame, counted: Iterable[int]) -> None:
    with whole_file(file) as target:
        rows.write_parquet(target, metadata={COUNTED: " ".join(map(str, sorted(counted)))})
    forget_the_oldest(file.parent.glob("*.parquet"), MOST_KEPT)
