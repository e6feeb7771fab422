"""`make bench-forecast`: the forecaster of panels beside statsforecast's models, on published panels.

`python -m benchmarks.forecast --sample 300` compares on so many entities of each panel, drawn by the seed. A panel
whose files are not in the folder of WHOLETIME_DATA is left out, and the table says so.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.forecast_panels import BUNDLED, HELD_OUT, AbsentError
from wholetime.forecast.engine.panel import Panel, backtest

RESULTS = Path(__file__).parent / "forecast.md"
LIBRARIES = ("numpy", "scipy", "statsforecast")
type Row = tuple[str, dict | str]


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.forecast")
    asked.add_argument("--sample", type=int, default=300, help="entities compared with the peers; 0: all")
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--workers", type=int, default=1)
    asked.add_argument("--only", default="", help="panels whose name has this")
    asked.add_argument("--out", type=Path, default=RESULTS)
    words = asked.parse_args()
    tables: dict[str, list[Row]] = {"Bundled": [], "Held out": []}
    for title, panels in zip(tables, (BUNDLED, HELD_OUT), strict=True):
        for name, make in panels.items():
            if words.only in name:
                tables[title].append((name, _measured(make, words)))
                words.out.write_text(_page(tables, words))
    print(words.out.read_text())


def _measured(make: Callable[[], Panel], words: argparse.Namespace) -> dict | str:
    try:
        panel = make()
    except AbsentError as absent:
        return f"left out: {absent} is not in the folder"
    began = time.monotonic()
    found = backtest(panel, peers_sample=words.sample, workers=words.workers, seed=words.seed).as_dict()
    print(json.dumps(found), f"{time.monotonic() - began:.0f} s", flush=True)
    return found


def _page(tables: dict[str, list[Row]], words: argparse.Namespace) -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    machine = f"{os.cpu_count()} × {platform.machine()}, Python {platform.python_version()}, {libraries}"
    load = f"{os.getloadavg()[2]:.1f}"
    lines = [
        "# Forecasts of panels",
        "",
        f"{datetime.now(UTC):%-d %B %Y}; {machine}; seed {words.seed}.",
        "`make bench-forecast` makes this table; *compared* says on how many entities, drawn by the seed.",
        f"Load in the last quarter of an hour: {load} (1 is this alone), so that seconds are rough.",
        "",
        "MASE and CRPS are both over the training part's (seasonal) naive error, the mean of all cases; *ratio*: ours",
        "over the best peer's, below 1 is better; *s*: ours. Coverage is of all entities. What is missed, and why:",
        "[the method](../docs/methods/forecast-panel.md).",
    ]
    for title, rows in tables.items():
        lines += ["", f"## {title}", "", _HEAD, "|---|" + "---:|" * 9, *(_line(name, found) for name, found in rows)]
    return "\n".join(lines) + "\n"


_HEAD = "| panel | entities (compared), folds × ahead | MASE | best | ratio | CRPS | best | ratio | 80%, 95% | s |"


def _line(name: str, found: dict | str) -> str:
    if isinstance(found, str):
        return f"| {name} | {found} |" + " |" * 8
    cells = [f"{found['entities']:,} ({found['entities_compared']:,}), {found['folds']} × {found['horizon']}"]
    for measure in ("mase", "crps"):
        best, peer = min((peer[measure], name) for name, peer in found["peers"].items())
        cells += [f"{found[measure]:.3f}", f"{best:.3f} {peer}", f"**{found[measure] / best:.3f}**"]
    shares = [f"{100 * found['coverage'][share]:.1f}" for share in ("80", "95")]
    cells += [", ".join(shares), f"{found['seconds_each']['ours']:.0f}"]
    return f"| {name} | " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
