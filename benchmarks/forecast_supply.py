"""`python -m benchmarks.forecast_supply`: the projection of supply, beside one person at a time and bare NumPy steps.

Every measurement is a process of its own; the table goes into benchmarks/forecast-engine.md. `--systems 4 --draws 100`
tries a smaller one.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from statistics import median

import numpy as np
from tests.forecast.supply.naive_supply import one_future

from wholetime.forecast.engine.drivers import Drivers
from wholetime.forecast.engine.supply import (
    Cells,
    Inputs,
    Kind,
    Luck,
    Participation,
    Programme,
    Projection,
    Rates,
    Recruits,
    Spread,
    project,
)

RESULTS = Path(__file__).parent / "forecast-engine.md"
LIBRARIES = ("numpy", "numba")
SEED, GROUPS, AGES, YEARS, STAFF = 1, 13, tuple(range(16, 76)), 15, 1_400_000


def made(systems: int) -> Inputs:
    """Systems of a forty-second of 1.4 million people each, in 13 staff groups and 60 ages, with every kind of flow."""
    cells = Cells(tuple(f"S{n}" for n in range(systems)), tuple(f"G{n}" for n in range(GROUPS)), AGES)
    age = np.array(AGES)
    bell = np.exp(-(((age - 42) / 14) ** 2))
    heads = STAFF / 42 / GROUPS * bell / bell.sum()
    stock = np.random.default_rng(SEED).poisson(np.broadcast_to(heads[:, None], cells.shape)).astype(float)
    spread = Spread.alike(cells, group=0.05, own=0.08, yearly=0.05, drift=0.02)
    leaving = 0.06 + 0.1 * np.exp(-(age - 20) / 8).clip(0, 1)
    retiring = np.where(age >= 55, 0.03, 0) + np.where((age == 60) | (age >= 65), 0.2, 0)
    per_group, young = (systems, GROUPS), np.where((age > 20) & (age < 31), 0.1, 0)[:, None]
    degree = Programme(
        "degree",
        Kind.NEWLY_QUALIFIED,
        2020,
        np.full((1, *per_group), 80.0),
        3,
        0.68,
        0.12,
        np.full(per_group, 0.85),
        young,
        spread,
    )
    return Inputs(
        cells,
        2026,
        stock,
        Participation(np.full((1, *cells.shape), 0.88), Spread.alike(cells, drift=0.01)),
        Rates(_by_age(leaving, cells), spread),
        Rates(_by_age(retiring, cells), spread),
        np.full(per_group, 0.2),
        (degree, *(Recruits(kind, kind, np.full((1, *per_group), 60.0), young, spread) for kind in RECRUITED)),
    )


RECRUITED = (Kind.INTERNATIONAL, Kind.RETURNER, Kind.OTHER_RECRUIT)


def _by_age(rate: np.ndarray, cells: Cells) -> np.ndarray:
    return np.broadcast_to(rate[:, None], (1, *cells.shape)).copy()


def whole(systems: int, draws: int) -> dict[str, float]:
    """Seconds and memory of the whole: two workers, flows as means."""
    inputs = made(systems)
    project(inputs, years=1, draws=1)
    before = time.process_time()
    seconds, found = _timed(lambda: project(inputs, years=YEARS, draws=draws, seed=SEED, workers=2, keep_flows=False))
    processor = time.process_time() - before
    unaccounted = float(np.abs(found.balance()).max())
    return {"seconds": seconds, "processor": processor, "megabytes": _megabytes(), "unaccounted": unaccounted}


def lever(systems: int, draws: int) -> dict[str, float]:
    """One system again and again, each time with another lever: the middle of seven, with two workers and with one.

    As the workbench does it: with the luck of things as they are.
    """
    inputs = made(systems)
    luck = Luck(inputs, YEARS, SEED, Drivers())
    project(inputs, years=YEARS, draws=draws, seed=SEED, luck=luck)
    found = {}
    for name, workers in (("both", 2), ("alone", 1)):
        found[name] = median(_timed(lambda: _moved(inputs, draws, n, workers, luck))[0] for n in range(7))  # noqa: B023
    processor = median(_timed(lambda: _moved(inputs, draws, n, 1, luck), time.process_time)[0] for n in range(7))  # noqa: B023
    return found | {"processor": processor}


def _moved(inputs: Inputs, draws: int, n: int, workers: int, luck: Luck) -> Projection:
    drivers = Drivers({"leaving": np.full((1,) * 6, 0.9 + n / 100)})
    return project(
        inputs, years=YEARS, draws=draws, seed=SEED, drivers=drivers, workers=workers, keep_flows=False, luck=luck
    )


def naive(systems: int, draws: int) -> dict[str, float]:
    """Seconds of processor time of one future, one person at a time, and of as many futures as asked by arrays."""
    inputs, dice = made(systems), random.Random(SEED)
    project(inputs, years=YEARS, draws=16)
    plain, _ = _timed(lambda: one_future(inputs, YEARS, dice), time.process_time)
    ours, _ = _timed(lambda: project(inputs, years=YEARS, draws=draws, seed=SEED), time.process_time)
    return {"plain": plain, "ours": ours / draws}


def limit(systems: int, draws: int) -> dict[str, float]:
    """Seconds of processor time of the least that NumPy must do in a year: a binomial number for every cell and draw,
    who stays a year older, and sums by place and group. Nobody retires, returns, moves or joins."""
    inputs, rng = made(systems), np.random.Generator(np.random.Philox(SEED))
    stock = np.broadcast_to(inputs.stock, (draws, *inputs.cells.shape)).astype(np.int64)
    bare, _ = _timed(lambda: _bare_step(stock, inputs.leaving.central[0], rng), time.process_time)
    project(inputs, years=1, draws=16)
    ours, _ = _timed(lambda: project(inputs, years=YEARS, draws=draws, seed=SEED), time.process_time)
    return {"bare": bare, "ours": ours / YEARS}


def _bare_step(stock: np.ndarray, rate: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    after = np.zeros_like(stock)
    stays = stock - rng.binomial(stock, rate)
    after[:, :, :, 1:] = stays[:, :, :, :-1]
    after[:, :, :, -1] += stays[:, :, :, -1]
    return after.sum(axis=(3, 4))


def first(systems: int, draws: int) -> dict[str, float]:
    """Seconds of the first projection of a process, imports not counted."""
    inputs = made(systems)
    return {"seconds": _timed(lambda: project(inputs, years=YEARS, draws=draws))[0]}


def _timed[T](work: Callable[[], T], clock: Callable[[], float] = time.monotonic) -> tuple[float, T]:
    start = clock()
    found = work()
    return clock() - start, found


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


MEASURES = {each.__name__: each for each in (whole, lever, naive, limit, first)}


def _apart(name: str, systems: int, draws: int, **environment: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.forecast_supply", "--one", name]
    command += ["--systems", str(systems), "--draws", str(draws)]
    done = subprocess.run(
        command,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "NUMBA_NUM_THREADS": "1", **environment},
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.forecast_supply")
    asked.add_argument("--systems", type=int, default=42)
    asked.add_argument("--draws", type=int, default=1000)
    asked.add_argument("--one", choices=MEASURES, help="measure one thing, and print it for a machine")
    words = asked.parse_args()
    if words.one:
        print(json.dumps(MEASURES[words.one](words.systems, words.draws)))
        return
    RESULTS.write_text(_table(words.systems, words.draws))
    print(RESULTS.read_text())


def _table(systems: int, draws: int) -> str:
    half, few = max(systems // 2, 1), max(draws // 2, 1)
    load = os.getloadavg()[1]
    all_of_it = _apart("whole", systems, draws)
    fewer_draws, fewer_cells = _apart("whole", systems, few), _apart("whole", half, draws)
    one, plain, bare, again = (_apart(name, 1, draws) for name in ("lever", "naive", "limit", "first"))
    with tempfile.TemporaryDirectory() as folder:
        anew = _apart("first", 1, draws, NUMBA_CACHE_DIR=folder)
    rows = [
        (f"{systems} systems × {CELLS} × {draws:,} draws, two workers", f"{all_of_it['seconds']:.1f} s"),
        ("the same, processor time of both cores together", f"{all_of_it['processor']:.1f} s"),
        ("most memory, flows kept as means", f"{all_of_it['megabytes']:,.0f} MB"),
        ("heads that the books do not account for", f"{all_of_it['unaccounted']:.1g}"),
        (f"twice the draws ({few:,} to {draws:,}) take", f"×{all_of_it['processor'] / fewer_draws['processor']:.2f}"),
        (
            f"twice the cells ({half} to {systems} systems) take",
            f"×{all_of_it['processor'] / fewer_cells['processor']:.2f}",
        ),
        (f"one system, {draws:,} draws, a lever moved: two workers, middle of 7", f"{one['both']:.2f} s"),
        ("the same, one worker", f"{one['alone']:.2f} s"),
        ("the same, processor time", f"{one['processor']:.2f} s"),
        ("the first projection of a process, compiled code at hand", f"{again['seconds']:.1f} s"),
        ("the first projection on a machine, with compilation", f"{anew['seconds']:.1f} s"),
        ("one person at a time ÷ ours, a future of one system", f"×{plain['plain'] / plain['ours']:,.0f}"),
        ("ours ÷ one bare NumPy step for each year, one system", f"×{bare['ours'] / bare['bare']:.2f}"),
    ]
    return (
        HEAD.format(machine=_machine(), seed=SEED, load=load)
        + "".join(f"| {title} | {figure} |\n" for title, figure in rows)
        + FOOT
    )


def _machine() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"{os.cpu_count()} × {platform.machine()}, Python {platform.python_version()}, {libraries}"


CELLS = f"{GROUPS} staff groups × {len(AGES)} ages × {YEARS} years"
HEAD = """# Measured: the projection of supply

{machine}; seed {seed}. When it began, other work made a load of {load:.1f} (0 is none, 2 is both cores busy): seconds
depend on it, ratios of processor time hardly do. `python -m benchmarks.forecast_supply` makes this table.

| | |
|---|---:|
"""
FOOT = """
All ratios are of processor time. The bare step draws one binomial number for each cell and draw, moves on by
a year of age who stays, and sums up: nobody retires, returns, moves or joins, no rate is uncertain, and nothing is kept
but the sums. One person at a time is the naive twin of the tests.
"""


if __name__ == "__main__":
    main()
