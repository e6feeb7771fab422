"""Makes deliberate faults in the most trusted parts and counts those that the tests notice.

``make mutants``, or a part of it: ``make mutants MUTANTS="access --sample 80 --seed 1"``. mutmut makes the faults: each
changes one operator, number, text, name or argument of one function. It does not change constants of modules, SQL among
them. The faults are run here, and not by mutmut, whose runner starts the tests in a process of which its children then
share threads and database connections.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from pathlib import Path

from mutation.counting import equivalents, summary
from mutation.generating import REPOSITORY, Mutant, generated
from mutation.running import Forking, Outcome
from mutation.targets import TARGETS, Target

BUILD = REPOSITORY / "build" / "mutants"
READY = "import pytest\n\n\n{mark}def test_ready() -> None:\n    pass\n"


def main() -> int:
    asked = _arguments()
    sys.path.append(str(next((REPOSITORY / "build" / "tools" / "lib").glob("python*/site-packages"))))
    if len(asked.target) == 1:
        return _measured(asked.target[0], asked)
    # A process for each: the mutated modules of one target must not be there for the next.
    return max(os.waitstatus_to_exitcode(_apart(target, asked)) for target in asked.target)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", nargs="*", choices=[*TARGETS, []], default=list(TARGETS))
    parser.add_argument("--sample", type=int, help="how many mutants of each target; all without")
    parser.add_argument("--seed", type=int, default=1, help="which ones")
    parser.add_argument("--examples", type=int, help="at most so many of each property: faster, and notices no more")
    parser.add_argument("--only", nargs="+", help="these mutants, by name")
    return parser.parse_args()


def _apart(target: str, asked: argparse.Namespace) -> int:
    child = os.fork()
    if not child:
        os._exit(_measured(target, asked))
    return os.waitpid(child, 0)[1]


def _measured(name: str, asked: argparse.Namespace) -> int:
    """Prints each mutant that survives, and the count; 1 where the tests fail before anything is changed."""
    target, place = TARGETS[name], BUILD / name
    every = generated(target, place)
    drawn = _drawn(every, asked)
    same = equivalents(every)
    found: list[Outcome] = []

    def told(outcome: Outcome) -> None:
        found.append(outcome)
        with (place / "outcomes.tsv").open("a") as file:
            print(outcome.mutant.name, outcome.state, outcome.by, sep="\t", file=file)
        if outcome.state != "killed":
            print(f"\n{outcome.state}: {outcome.mutant.name} {outcome.by}\n{outcome.mutant.change}", flush=True)

    left = [mutant for mutant in drawn if mutant.name not in same]
    status = _run(
        target, place, Forking(left, _ready(place, target), told, database=target.database, examples=asked.examples)
    )
    print("\n" + summary(name, found, len(drawn) - len(left), len(every)), flush=True)
    return status or len(found) != len(left)


def _drawn(every: list[Mutant], asked: argparse.Namespace) -> list[Mutant]:
    if asked.only:
        return [mutant for mutant in every if mutant.name in asked.only]
    if asked.sample is None or asked.sample >= len(every):
        return every
    chosen = set(random.Random(asked.seed).sample([mutant.name for mutant in every], asked.sample))  # noqa: S311
    return [mutant for mutant in every if mutant.name in chosen]


def _ready(place: Path, target: Target) -> Path:
    """A test of nothing: where there is a database, it is made for it."""
    file = place / "test_ready.py"
    file.write_text(READY.format(mark="@pytest.mark.django_db\n" if target.database else ""))
    return file


def _run(target: Target, place: Path, plugin: Forking) -> int:
    import pytest

    sys.path[0:0] = [str(place / "src"), str(REPOSITORY)]
    os.chdir(REPOSITORY)
    quiet = ["-q", "-n0", "-p", "no:cacheprovider", "-p", "no:terminalreporter", "--no-header"]
    tests = [str(REPOSITORY / "tests" / test) for test in target.tests]
    return int(pytest.main([*quiet, str(plugin.ready), *tests], plugins=[plugin]))


if __name__ == "__main__":
    raise SystemExit(main())
