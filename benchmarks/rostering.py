"""`make bench-roster`: the optimiser on the published instances, beside plain models and compiled peers.

`python -m benchmarks.rostering --set curtois --instances 1,2,3 --seconds 60` measures some of them; ``--set inrc2`` all
weeks at once, ``--set stages`` week by week. Each instance runs in a process of its own; every penalty is the slow
scorer's. What is measured is kept in rostering.json: a bench that was broken off goes on where it stopped, ``--again``
measures anew. The instances are not in the repository: WHOLETIME_BENCHMARKS names their folder. `--processor` counts
seconds of processor time, for a machine that has other work as well.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import rostering_plain
from benchmarks.rostering_peers import INRC2
from benchmarks.rostering_rows import Row, keep, read_rows
from benchmarks.rostering_tables import RESULTS, written
from wholetime.roster.engine.compiling import compile_problem
from wholetime.roster.engine.formats import Instance, read_instance
from wholetime.roster.engine.formats.inrc2_stages import play
from wholetime.roster.engine.formats.opening import open_problem
from wholetime.roster.engine.optimise import Progress, solve
from wholetime.roster.engine.problem import Problem, Roster
from wholetime.roster.engine.scoring import score

SETS = {"curtois": [str(number) for number in range(1, 25)], "inrc2": list(INRC2), "stages": list(INRC2)}


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to."""

    penalty: int
    bound: int
    status: str
    history: tuple[Progress, ...]
    cp_sat: int | None = None
    highs: int | None = None


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.rostering")
    asked.add_argument("--set", choices=list(SETS), action="append")
    asked.add_argument("--instances", default="")
    asked.add_argument("--seconds", type=float, default=60.0)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--processor", action="store_true", help="count the optimiser's seconds of processor time")
    asked.add_argument("--plain", action="store_true", help="solve plain CP-SAT and HiGHS models as well, as long")
    asked.add_argument("--again", action="store_true", help="measure anew what is kept already")
    asked.add_argument("--one", action="store_true", help="measure one instance, and print it for a machine")
    words = asked.parse_args()
    if words.one:
        print(json.dumps(_measure(words.set[-1], words.instances, words)))
        return
    for name in words.set or list(SETS):
        for instance in words.instances.split(",") if words.instances else SETS[name]:
            if words.again or (name, instance, words.seconds, words.seed) not in read_rows():
                keep(_apart(name, instance))
                RESULTS.write_text(written(list(read_rows().values())))
    print(RESULTS.read_text())


def _apart(name: str, instance: str) -> Row:
    """One instance in a process of its own, under the words this one was started with (the last of two counts)."""
    command = [sys.executable, "-m", "benchmarks.rostering", *sys.argv[1:]]
    done = subprocess.run(
        [*command, "--one", "--set", name, "--instances", instance], check=True, stdout=subprocess.PIPE, text=True
    )
    row: Row = json.loads(done.stdout.splitlines()[-1])
    return row


def _measure(name: str, instance: str, words: argparse.Namespace) -> Row:
    folder = os.environ.get("WHOLETIME_BENCHMARKS")
    if not folder:
        raise SystemExit("WHOLETIME_BENCHMARKS must name the folder that holds curtois24 and inrc2")
    if name == "stages":
        found = _played(read_instance(Path(folder) / "inrc2" / instance), words)
    elif name == "inrc2":
        found = _solved(read_instance(Path(folder) / "inrc2" / instance).static(), words)
    else:
        found = _solved(open_problem(Path(folder) / "curtois24" / f"Instance{instance}.txt").problem, words)
    best = [at.seconds for at in found.history if at.penalty == found.penalty]
    proven, first = found.status == "optimal", found.history[0].seconds
    return Row(
        set=name,
        instance=instance,
        limit=words.seconds,
        seed=words.seed,
        processor=words.processor,
        penalty=found.penalty,
        bound=max(found.bound, 0),  # no price of these instances is below 0
        status=found.status,
        seconds=round(found.history[-1].seconds if proven else best[0] if best else words.seconds, 1),
        first=round(first, 1),
        megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        engine=_engine(),
        load=round(os.getloadavg()[2], 1),
        cp_sat=found.cp_sat,
        highs=found.highs,
    )


def _solved(problem: Problem, words: argparse.Namespace) -> Found:
    compiled = compile_problem(problem)
    result = solve(compiled.arrays, seconds=words.seconds, seed=words.seed, clock=_clock(words))
    judged = score(problem, compiled.roster(result.lines))
    if not judged.legal or judged.penalty != result.penalty:
        raise SystemExit(f"{problem.name}: the scorer says {judged.penalty}, the optimiser {result.penalty}")
    plain = [model(compiled.arrays, words.seconds) if words.plain else None for model in PLAIN]
    return Found(result.penalty, result.bound, result.status, result.history, *plain)


PLAIN = (rostering_plain.cp_sat, rostering_plain.highs)


def _played(instance: Instance, words: argparse.Namespace) -> Found:
    """Week by week, each with its part of the seconds."""
    history: list[Progress] = []

    def week(problem: Problem) -> Roster:
        compiled = compile_problem(problem)
        each = words.seconds / len(instance.weeks)
        result = solve(compiled.arrays, seconds=each, seed=words.seed, clock=_clock(words))
        history.extend(result.history)
        return compiled.roster(result.lines)

    judged = score(instance.static(), play(instance, week))
    return Found(judged.penalty, 0, "played" if judged.legal else "not legal", tuple(history))


def _engine() -> str:
    """The commit that is measured."""
    command = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip()


def _clock(words: argparse.Namespace) -> Callable[[], float]:
    return time.process_time if words.processor else time.monotonic


if __name__ == "__main__":
    main()
