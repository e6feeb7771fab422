"""300 people at once on the demo: `make load`, or `python -m benchmarks.load --people 300 --minutes 3`.

Prints how long reading and writing take, beside a bare Django view that the same kind of server answers in the same
run, then a burst of everybody within a second, and the memory of the web processes over time. The crowd runs on this
machine too and takes its share of it. Locust lives in an environment of its own (`--locust`): it plugs into pytest.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import subprocess
import threading
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from benchmarks.serving import BARE, PAGES, SITE, Memory, bare, personas, signed_in, site, warm, wholetime

CROWD = Path(__file__).with_name("crowd.py")
LIMITS = {"read": 300, "write": 800}
"""Milliseconds within which 95 in 100 are to be answered."""


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.load")
    asked.add_argument("--people", type=int, default=300)
    asked.add_argument("--minutes", type=float, default=3)
    asked.add_argument("--home", type=Path, help="a demo's home folder; without it a demo is made, which takes minutes")
    asked.add_argument("--locust", default="locust", help="the program, where it is not on the path")
    asked.add_argument("--no-burst", dest="burst", action="store_false", help="leave out the burst")
    words = asked.parse_args()
    with TemporaryDirectory(prefix="wholetime-load-") as folder:
        home = words.home or Path(folder) / "home"
        environment = os.environ | {"WHOLETIME_HOME": str(home), "WHOLETIME_DEMO": "1", "WHOLETIME_LOG_LEVEL": "error"}
        if words.home is None:
            wholetime(environment, "demo", "--prepare-only").wait()
        with site(environment) as process, bare(environment):
            measure(words, Path(folder), process)


def measure(words: argparse.Namespace, folder: Path, process: int) -> None:
    found = personas()
    cookies, codes = zip(*(signed_in(persona) for persona in found), strict=True)
    for cookie, code in zip(cookies, codes, strict=True):
        warm(cookie, code)
    environment = os.environ | {
        "LOAD_BARE": f"http://127.0.0.1:{BARE}/",
        "LOAD_PAGES": ",".join(PAGES),
        "LOAD_PERSONAS": ",".join(found),
        "LOAD_COOKIES": ",".join(cookies),
        "LOAD_CODES": ",".join(codes),
    }
    memory = Memory(process)
    threading.Thread(target=memory.watch, daemon=True).start()
    crowd = [words.locust, "-f", str(CROWD), "--headless", "--host", f"http://127.0.0.1:{SITE}", "--only-summary"]
    sized = ["--users", str(words.people)]
    timed = ["--spawn-rate", str(max(words.people // 30, 1)), "--run-time", f"{round(words.minutes * 60)}s"]
    _crowd([*crowd, *sized, *timed, "--csv", str(folder / "steady"), "Person"], environment)
    if words.burst:
        at_once = ["--spawn-rate", str(words.people), "--run-time", "30s"]
        _crowd([*crowd, *sized, *at_once, "--csv", str(folder / "burst"), "Burst"], environment)
    memory.end()
    rows = [row for file in sorted(folder.glob("*_stats.csv"), reverse=True) for row in _rows(file)]
    print(_table(words, rows, memory.seen))


def _crowd(command: list[str], environment: dict[str, str]) -> None:
    # Its exit code is 1 where a request failed: the table says how many did.
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _table(words: argparse.Namespace, rows: list[dict[str, str]], memory: list[int]) -> str:
    lines = [
        f"{words.people} people for {words.minutes:g} minutes. {_machine(words.locust)}",
        "",
        "| | asked | failed | half within | 95 in 100 within | longest | limit |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        if row["Name"] != "Aggregated":
            times = " | ".join(f"{float(row[name]):,.0f} ms" for name in ("50%", "95%", "100%"))
            limit = f"{LIMITS[row['Name']]} ms" if row["Name"] in LIMITS else ""
            lines.append(f"| {row['Name']} | {row['Request Count']} | {row['Failure Count']} | {times} | {limit} |")
    if memory:
        quarters = [memory[min(len(memory) * at // 4, len(memory) - 1)] for at in range(5)]
        said = ", ".join(f"{size / 1e6:,.0f}" for size in quarters)
        lines += ["", f"Memory of the web processes at each quarter of the time, MB: {said}."]
    return "\n".join(lines)


def _machine(locust: str) -> str:
    today = datetime.now(ZoneInfo("Europe/London"))
    told = subprocess.run([locust, "--version"], capture_output=True, text=True).stdout.split(" from ")[0]
    ours = ", ".join(f"{name} {version(name)}" for name in ("django", "granian", "polars", "duckdb"))
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return f"{today.day} {today:%B %Y}; {machine}, {ours}, {told}; the crowd on the same machine."


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(newline="") as handle:
        return list(csv.DictReader(handle))


if __name__ == "__main__":
    main()
