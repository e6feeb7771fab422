"""The tables of benchmarks/rostering.md, from the rows that are kept."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

from benchmarks.rostering_peers import BEST_KNOWN, INRC2, PEERS
from benchmarks.rostering_rows import Row

RESULTS = Path(__file__).parent / "rostering.md"
ROSTERS = "penalty | gap % | bound | status | s | first s | MB | load | engine"
"""What is told of every roster that is made from the whole problem."""

LIBRARIES = ("numpy", "numba", "highspy", "ortools")

CURTOIS = f"""## Curtois–Qu

*Peer*: the best of two compiled column generations in 60 s on 2 threads of a like machine. *CP-SAT*, *HiGHS*: plain
models, as long.

| instance | limit | seed | best | {ROSTERS} | CP-SAT | HiGHS | peer |
"""

STATIC = f"""## Nurse rostering competition (INRC-II), all weeks at once

*Best*: the best public roster; *2017*: the best of Legrain, Omer and Rosat, of 24 hours; *peer*: their compiled branch
and price in 60 s on 2 threads of a like machine.

| instance | limit | seed | best | 2017 | peer | {ROSTERS} |
"""

STAGES = """## The same, week by week

No week knows the next. *Competition*: the best that any entrant reached, over many seeds, each week with
10 + 3 × (nurses − 20) s.

| instance | limit | seed | competition | penalty | % above | MB | load | engine |
"""


def written(rows: list[Row]) -> str:
    """The page."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    parts = [
        "# Rosters: the published instances\n",
        f"{os.cpu_count()} × {platform.machine()}, Python {platform.python_version()}, {libraries}. One worker.",
        "*Limit*: seconds an instance may take, of processor time where it says p. *Load*: of the machine in the last",
        "quarter of an hour (1 is this alone): where it is above 2 the times are rough, and wall-clock models suffer.",
        "Every penalty is the slow scorer's. *s*: to the proof, or to the best roster where there is none.",
        "*Engine*: the commit that was measured. A dash: not run.",
        "What is not listed was not measured.\n",
        CURTOIS + _rule(16) + "".join(map(_curtois, _of("curtois", rows))),
        STATIC + _rule(15) + "".join(map(_static, _of("inrc2", rows))),
        STAGES + _rule(9) + "".join(map(_stages, _of("stages", rows))),
    ]
    return "\n".join(parts)


def _of(name: str, rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["set"] == name]


def _rule(columns: int) -> str:
    return "|" + "---|" * columns + "\n"


def _limit(row: Row) -> str:
    return f"{row['limit']:g}{' p' if row['processor'] else ''}"


def _above(penalty: int, best: int) -> str:
    return f"{100 * (penalty / best - 1):.2f}"


def _cells(*figures: object) -> str:
    return "| " + " | ".join("–" if one is None else str(one) for one in figures) + " |\n"


def _curtois(row: Row) -> str:
    number = int(row["instance"])
    best = BEST_KNOWN[number]
    return _cells(
        number, _limit(row), row["seed"], best, row["penalty"], _above(row["penalty"], best), row["bound"],
        row["status"], row["seconds"], row["first"], row["megabytes"], row["load"], row["engine"], row["cp_sat"],
        row["highs"],
        PEERS.get(number),
    )  # fmt: skip


def _static(row: Row) -> str:
    known = INRC2[row["instance"]]
    return _cells(
        row["instance"], _limit(row), row["seed"], known.best, known.published, known.peer, row["penalty"],
        _above(row["penalty"], known.best), row["bound"], row["status"], row["seconds"], row["first"],
        row["megabytes"], row["load"], row["engine"],
    )  # fmt: skip


def _stages(row: Row) -> str:
    winner = INRC2[row["instance"]].competition
    return _cells(
        row["instance"], _limit(row), row["seed"], winner, row["penalty"], _above(row["penalty"], winner),
        row["megabytes"], row["load"], row["engine"],
    )  # fmt: skip
