"""`make bench-roster`: the optimiser on the published Curtois–Qu instances, beside plain models and compiled peers.

`python -m benchmarks.rostering --instances 1,2,3 --seconds 60` measures some of them. Each instance runs in a process
of its own; every penalty is the slow scorer's. The instances are not in the repository: WHOLETIME_BENCHMARKS names
their folder. `--processor` counts seconds of processor time, for a machine that has other work as well.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import TypedDict

from benchmarks import rostering_plain
from benchmarks.rostering_peers import BEST_KNOWN, PEERS
from wholetime.roster.engine.compiling import compile_problem
from wholetime.roster.engine.formats.opening import open_problem
from wholetime.roster.engine.optimise.loop import solve
from wholetime.roster.engine.scoring import score

RESULTS = Path(__file__).parent / "rostering.md"
LIBRARIES = ("numpy", "numba", "highspy", "ortools")


class Row(TypedDict):
    """What was measured on one instance; ``bound`` is proven, ``megabytes`` the most memory used at one time."""

    instance: int
    penalty: int
    bound: int
    status: str
    seconds: float
    first: float
    megabytes: int
    cp_sat: int | None
    highs: int | None


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.rostering")
    asked.add_argument("--instances", default=",".join(map(str, range(1, 25))))
    asked.add_argument("--seconds", type=float, default=60.0)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--processor", action="store_true", help="count the optimiser's seconds of processor time")
    asked.add_argument("--plain", action="store_true", help="solve plain CP-SAT and HiGHS models as well, as long")
    asked.add_argument("--one", action="store_true", help="measure one instance, and print it for a machine")
    words = asked.parse_args()
    chosen = [int(one) for one in words.instances.split(",")]
    if words.one:
        print(json.dumps(_measure(chosen[0], words)))
        return
    rows: list[Row] = []
    for instance in chosen:
        rows = sorted([*rows, _apart(instance)], key=lambda row: row["instance"])
        RESULTS.write_text(_table(rows, words))
    print(RESULTS.read_text())


def _apart(instance: int) -> Row:
    """One instance in a process of its own, under the words this one was started with (the last of two counts)."""
    command = [sys.executable, "-m", "benchmarks.rostering", *sys.argv[1:], "--one", "--instances", str(instance)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    row: Row = json.loads(done.stdout.splitlines()[-1])
    return row


def _measure(instance: int, words: argparse.Namespace) -> Row:
    folder = os.environ.get("WHOLETIME_BENCHMARKS")
    if not folder:
        raise SystemExit("WHOLETIME_BENCHMARKS must name the folder that holds curtois24")
    problem = open_problem(Path(folder) / "curtois24" / f"Instance{instance}.txt").problem
    compiled = compile_problem(problem)
    clock = time.process_time if words.processor else time.monotonic
    result = solve(compiled.arrays, seconds=words.seconds, seed=words.seed, clock=clock)
    judged = score(problem, compiled.roster(result.lines))
    if not judged.legal or judged.penalty != result.penalty:
        raise SystemExit(f"instance {instance}: the scorer says {judged.penalty}, the optimiser {result.penalty}")
    best = [at.seconds for at in result.history if at.penalty == result.penalty]
    return Row(
        instance=instance,
        penalty=result.penalty,
        bound=max(result.bound, 0),  # no price of these instances is below 0
        status=result.status,
        seconds=round(result.history[-1].seconds if result.status == "optimal" else best[0], 1),
        first=round(result.history[0].seconds, 1),
        megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        cp_sat=rostering_plain.cp_sat(compiled.arrays, words.seconds) if words.plain else None,
        highs=rostering_plain.highs(compiled.arrays, words.seconds) if words.plain else None,
    )


def _table(rows: list[Row], words: argparse.Namespace) -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    machine = f"{os.cpu_count()} × {platform.machine()}, Python {platform.python_version()}, {libraries}"
    unit = "s of processor time" if words.processor else "s"
    head = [
        "# Rosters: the Curtois–Qu instances",
        "",
        f"{machine}. One worker, seed {words.seed}, {words.seconds:g} {unit} an instance.",
        f"Other work ran beside: a load of {os.getloadavg()[2]:.1f} in the last quarter of an hour (1 is this alone).",
        "Every penalty is the slow scorer's. *s*: to the proof, or to the best roster where there is none.",
        "*Peer*: the best of two compiled column generations in 60 s on 2 threads of a like machine. A dash: not run.",
        "",
        "| instance | best known | penalty | gap % | bound | status | s | first s | MB | CP-SAT | HiGHS | peer |",
        "|" + "---|" * 12,
    ]
    return "\n".join([*head, *map(_line, rows)]) + "\n"


def _line(row: Row) -> str:
    best, plain = BEST_KNOWN[row["instance"]], (row["cp_sat"], row["highs"], PEERS.get(row["instance"]))
    figures = [row["instance"], best, row["penalty"], f"{100 * (row['penalty'] / best - 1):.2f}", row["bound"]]
    figures += [row["status"], row["seconds"], row["first"], row["megabytes"]]
    return "| " + " | ".join([*map(str, figures), *("–" if one is None else str(one) for one in plain)]) + " |"


if __name__ == "__main__":
    main()
