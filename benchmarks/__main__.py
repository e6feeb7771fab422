"""`make bench`: prints one table and writes it to benchmarks/results.md.

`python -m benchmarks --people 11600` tries a smaller system. A tenth of the size is measured in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from dataclasses import asdict
from datetime import date
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import judging, loading, questions, world

RESULTS = Path(__file__).parent / "results.md"
PEERS = ("polars", "duckdb", "ibis-framework", "django")


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks")
    asked.add_argument("--people", type=int, default=143_000, help="of whom seven in ten are on staff lists")
    asked.add_argument("--months", type=int, default=60, help="at least 20: a question is about 2024/25")
    asked.add_argument("--one", action="store_true", help="measure this size only, and print it for a machine")
    words = asked.parse_args()
    if words.one:
        print(json.dumps(_measure(words.people, words.months)))
        return
    small, full = (_apart(people, words.months) for people in (words.people // 10, words.people))
    table = _table(small, full, words.months) + judging.table(world.SEED)
    print(table)
    RESULTS.write_text(table)


def _apart(people: int, months: int) -> dict[str, float]:
    """Each size in a process of its own, so that neither memory nor caches of one help the other."""
    command = [sys.executable, "-m", "benchmarks", "--one", "--people", str(people), "--months", str(months)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _measure(people: int, months: int) -> dict[str, float]:
    with TemporaryDirectory(prefix="wholetime-bench-") as folder:
        made = world.make(Path(folder), people, months)
        loaded = loading.measure(made, Path(folder))
        from wholetime.dataset.api import load_file

        for file in made.others:
            if "leavers" not in file.name:
                load_file(file, keep_good=True)
        first = questions.first_answer()
        first_time, another = questions.ask_anew(guarded=False, rounds=1), questions.ask_anew(guarded=True)
        job = questions.warm()
        elsewhere, again = (
            questions.pages(state) for state in ("elsewhere", "again")
        )  # first: what the job made lasts
        others, anew = questions.pages_of_others(), questions.pages("anew")
        return asdict(loaded) | {
            "people": people,
            "bytes": made.bytes,
            "first": first,
            "half": another.half,
            "p95": another.p95,
            "first_half": first_time.half,
            "first_p95": first_time.p95,
            "job": job,
            "anew_half": anew.half,
            "anew_p95": anew.p95,
            "others_half": others.half,
            "others_p95": others.p95,
            "elsewhere_half": elsewhere.half,
            "elsewhere_p95": elsewhere.p95,
            "again_p95": again.p95,
        }


def _table(small: dict[str, float], full: dict[str, float], months: int) -> str:
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
    machine += ", ".join(f"{name} {version(name)}" for name in PEERS)
    lines = [
        "# Measured",
        "",
        f"{date.today():%d %B %Y}; {machine}; seed {world.SEED}, {months} months.",  # noqa: DTZ011 the day of the run
        "`make bench` makes this table.",
        "",
        f"| | {small['rows']:,} rows | {full['rows']:,} rows | for ten times the rows |",
        "|---|---:|---:|---:|",
        *(_line(title, name, unit, small, full) for title, name, unit in SHOWN),
        _ratio("loading ÷ DuckDB's bare CSV to Parquet", small, full),
        "",
        "A question is asked with its answer forgotten and its terms on disk, where they are kept for a version of the",
        "lake; which small numbers are withheld is known, or both are worked out too (*guard unknown*: decided once",
        "for each table of people, for everybody, and kept). After a load a",
        "job works out and draws what everybody with a role opens first: a page *after the job* is one that this",
        "process has never made, *that nobody foresaw* one of a place or employer below, which nobody has opened,",
        "*again* one for its second visitor. A process that *knows nothing* has brought in its code, as before its",
        "first visitor, and made no page. The first answer after a load also opens the lake and works out spells.",
        "",
    ]
    return "\n".join(lines)


SHOWN = (
    ("loading the staff lists", "ours", "s"),
    ("DuckDB, bare CSV to Parquet, same bytes", "bare", "s"),
    ("bringing the register up to date", "register", "s"),
    ("most memory while loading", "peak", "GB"),
    ("first answer after a load", "first", "s"),
    ("a question, half of them within", "half", "ms"),
    ("a question, 95 in 100 within", "p95", "ms"),
    ("the same with terms and guard unknown, half within", "first_half", "ms"),
    ("the same with terms and guard unknown, 95 in 100 within", "first_p95", "ms"),
    ("the job that works out what people open first", "job", "s"),
    ("a page after the job, half within", "elsewhere_half", "ms"),
    ("a page after the job, 95 in 100 within", "elsewhere_p95", "ms"),
    ("a page that nobody foresaw, half within", "others_half", "ms"),
    ("a page that nobody foresaw, 95 in 100 within", "others_p95", "ms"),
    ("the same from a process that knows nothing, half within", "anew_half", "ms"),
    ("the same from a process that knows nothing, 95 in 100 within", "anew_p95", "ms"),
    ("a page again, 95 in 100 within", "again_p95", "ms"),
)
SCALES = {"s": (1, ".1f"), "ms": (1000, ",.0f"), "GB": (1e-9, ".2f")}


def _line(title: str, name: str, unit: str, small: dict[str, float], full: dict[str, float]) -> str:
    scale, form = SCALES[unit]
    times = full[name] / small[name] if small[name] else float("nan")
    return f"| {title} | {small[name] * scale:{form}} {unit} | {full[name] * scale:{form}} {unit} | ×{times:.1f} |"


def _ratio(title: str, small: dict[str, float], full: dict[str, float]) -> str:
    return f"| **{title}** | {small['ours'] / small['bare']:.2f} | {full['ours'] / full['bare']:.2f} | |"


if __name__ == "__main__":
    main()
