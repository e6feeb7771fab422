"""Loading staff lists, beside DuckDB turning the very same bytes from CSV into Parquet and doing nothing else."""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks.world import World


@dataclass(frozen=True, slots=True)
class Loading:
    """Seconds; ``bare`` is the mean of a pass before ours and one after it. ``peak`` is in bytes."""

    rows: int
    ours: float
    bare: float
    register: float
    peak: int


def measure(world: World, folder: Path) -> Loading:
    from wholetime.dataset.api import catch_up_register, load_file

    before = _bare(world, folder)
    started = time.perf_counter()
    done = [load_file(file, keep_good=True) for file in world.lists]
    ours = time.perf_counter() - started
    started = time.perf_counter()
    catch_up_register()
    register = time.perf_counter() - started
    after = _bare(world, folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return Loading(sum(one.rows for one in done), ours, (before + after) / 2, register, peak)


def _bare(world: World, folder: Path) -> float:
    connection = duckdb.connect()
    started = time.perf_counter()
    for file in world.lists:
        connection.execute(f"copy (from read_csv('{file}')) to '{folder / 'bare.parquet'}' (format parquet)")
    return time.perf_counter() - started
