"""`python -m benchmarks.rostering_wards`: invented wards under the whole Agenda for Change and Working Time rules.

Each ward runs in a process of its own, with compiled loops (`--cold` compiles them first, once, and tells how long that
takes). Every penalty is the slow scorer's. Seconds are of processor time, for a machine that has other work as well.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import TypedDict

from wholetime.roster.engine.compiling import compile_problem
from wholetime.roster.engine.optimise.loop import compile_loops, solve
from wholetime.roster.engine.samples import sample_ward
from wholetime.roster.engine.scoring import score

RESULTS = Path(__file__).parent / "rostering_wards.md"
LIBRARIES = ("numpy", "numba", "highspy")


class Row(TypedDict):
    """What was measured on one ward: ``first`` legal roster after so many seconds, problem and graphs included."""

    people: int
    number: int
    first: float
    first_penalty: int
    penalty: int
    bound: int
    within: float | None


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.rostering_wards")
    asked.add_argument("--people", default="40,40,40,90")
    asked.add_argument("--seconds", type=float, default=30.0)
    asked.add_argument("--cold", action="store_true", help="compile the loops anew first, in a cache of its own")
    asked.add_argument("--one", help="people:number of one ward, measured and printed for a machine")
    words = asked.parse_args()
    if words.one:
        print(json.dumps(_measure(*map(int, words.one.split(":")), words.seconds)))
        return
    cold = _cold() if words.cold else None
    sizes = list(map(int, words.people.split(",")))
    rows = [_apart(people, sizes[:at].count(people), words.seconds) for at, people in enumerate(sizes)]
    RESULTS.write_text(_table(rows, words.seconds, cold))
    print(RESULTS.read_text())


def _cold() -> float:
    """Seconds of wall time to compile the loops where nothing is kept yet."""
    code = "import time; from wholetime.roster.engine.optimise.loop import compile_loops; began = time.time(); "
    code += "compile_loops(); print(time.time() - began)"
    with tempfile.TemporaryDirectory() as kept:
        done = subprocess.run(
            [sys.executable, "-c", code],
            check=True, stdout=subprocess.PIPE, text=True, env=os.environ | {"NUMBA_CACHE_DIR": kept},
        )  # fmt: skip
    return float(done.stdout)


def _apart(people: int, number: int, seconds: float) -> Row:
    command = [sys.executable, "-m", "benchmarks.rostering_wards", "--seconds", str(seconds)]
    done = subprocess.run([*command, "--one", f"{people}:{number}"], check=True, stdout=subprocess.PIPE, text=True)
    row: Row = json.loads(done.stdout.splitlines()[-1])
    return row


def _measure(people: int, number: int, seconds: float) -> Row:
    compile_loops()
    problem, began = sample_ward(people, seed=number), time.process_time()
    compiled = compile_problem(problem)
    before = time.process_time() - began
    result = solve(compiled.arrays, seconds=seconds, seed=1, clock=time.process_time)
    judged = score(problem, compiled.roster(result.lines))
    if not judged.legal or judged.penalty != result.penalty:
        raise SystemExit(f"the scorer says {judged.penalty}, the optimiser {result.penalty}")
    near = [at.seconds for at in result.history if at.penalty <= 1.01 * result.bound]
    return Row(
        people=people,
        number=number,
        first=round(before + result.history[0].seconds, 2),
        first_penalty=result.history[0].penalty,
        penalty=result.penalty,
        bound=result.bound,
        within=round(near[0], 1) if near else None,
    )


def _table(rows: list[Row], seconds: float, cold: float | None) -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    machine = f"{os.cpu_count()} × {platform.machine()}, Python {platform.python_version()}, {libraries}"
    head = [
        "# Rosters: invented wards",
        "",
        f"`sample_ward`, 28 days, all rules of `working_time` and `agenda_for_change`. {machine}.",
        f"One worker, seed 1, {seconds:g} s of processor time a ward; every penalty is the slow scorer's.",
        f"Other work ran beside: a load of {os.getloadavg()[2]:.1f} in the last quarter of an hour (1 is this alone).",
        "" if cold is None else f"Compiling the loops on first use: {cold:.0f} s of wall time under that load.",
        "*First*: seconds to the first legal roster, from the problem on. *Within 1 %*: of the bound at the end.",
        "",
        "| people | ward | first s | first penalty | penalty | bound | gap % | within 1 % s |",
        "|" + "---|" * 8,
    ]
    return "\n".join([*(line for line in head if line or line == head[1]), *map(_line, rows)]) + "\n"


def _line(row: Row) -> str:
    gap = 100 * (row["penalty"] / row["bound"] - 1)
    near = "not reached" if row["within"] is None else str(row["within"])
    figures = [row["people"], row["number"], row["first"], row["first_penalty"], row["penalty"], row["bound"]]
    return "| " + " | ".join([*map(str, figures), f"{gap:.2f}", near]) + " |"


if __name__ == "__main__":
    main()
