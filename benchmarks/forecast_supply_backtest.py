"""`python -m benchmarks.forecast_supply_backtest`: general practice by area, forecast from five past years in turn.

Reads gp_workforce_practice_fy_staffgroups_2016_2024.csv.gz in the folder named by WHOLETIME_DATA, or in data/. Areas
are the first three characters of practice codes, with at least 30 WTE of GPs; practices are those of all nine years.
"""

from __future__ import annotations

import gzip
import os
from collections import defaultdict
from collections.abc import Iterator
from csv import DictReader
from pathlib import Path

import numpy as np

from wholetime.forecast.engine.estimating import Counts, estimated
from wholetime.forecast.engine.supply import Cells, project

FILE = "gp_workforce/gp_workforce_practice_fy_staffgroups_2016_2024.csv.gz"
COLUMNS = {
    "general_practitioner": "TOTAL_GP_EXTGL_FTE",
    "practice_nurse": "TOTAL_NURSES_FTE",
    "direct_patient_care": "TOTAL_DPC_FTE",
    "practice_admin": "TOTAL_ADMIN_FTE",
}
YEARS, LEAST, ORIGINS, SEED = range(2016, 2025), 30, range(3, 8), 1
ENDS = {"80": (0.1, 0.9), "95": (0.025, 0.975)}


def areas() -> tuple[tuple[str, ...], np.ndarray]:
    """Names of areas, and WTE [year, area, group]."""
    held: dict[str, dict[int, np.ndarray]] = defaultdict(dict)
    with gzip.open(Path(os.environ.get("WHOLETIME_DATA") or "data") / FILE, "rt", encoding="utf-8") as lines:
        for row in DictReader(lines):
            figures = [0 if row[column] in ("", "NA") else float(row[column]) for column in COLUMNS.values()]
            held[row["Practice.Code"]][int(row["Year"])] = np.array(figures)
    found: dict[str, np.ndarray] = defaultdict(lambda: np.zeros((len(YEARS), len(COLUMNS))))
    for code, years in held.items():
        if len(years) == len(YEARS):
            found[code[:3]] += np.array([years[year] for year in YEARS])
    names = tuple(name for name in sorted(found) if found[name][:, 0].min() > LEAST)
    return names, np.stack([found[name] for name in names], axis=1)


def ahead(names: tuple[str, ...], wte: np.ndarray, years: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """For each year it can be made from: draws of WTE [draw, area, group] so many years ahead, and what came."""
    for origin in ORIGINS:
        if origin + years < len(wte):
            counts = Counts.of_wte(Cells(names, tuple(COLUMNS)), YEARS[origin], wte[: origin + 1], np.ones(origin))
            found = project(estimated(counts).inputs, years=years, draws=1000, seed=SEED)
            yield found.wte[:, years], wte[origin + years]


def main() -> None:
    names, wte = areas()
    print(f"{len(names)} areas, {len(COLUMNS)} groups; draws 1,000, seed {SEED}\n")
    print("| years ahead | in 80% | in 95% | error | error of no change |\n|---|---:|---:|---:|---:|")
    for years in (1, 2, 3):
        pairs = list(ahead(names, wte, years))
        inside = [
            np.mean([(came >= low) & (came <= high) for draws, came in pairs for low, high in [_ends(draws, ends)]])
            for ends in ENDS.values()
        ]
        before = [wte[origin] for origin in ORIGINS if origin + years < len(wte)]
        error = np.mean([np.abs(came - np.median(draws, axis=0)).sum() / came.sum() for draws, came in pairs])
        still = np.mean([np.abs(came - now).sum() / came.sum() for (_, came), now in zip(pairs, before, strict=True)])
        print(f"| {years} | {inside[0]:.0%} | {inside[1]:.0%} | {error:.1%} | {still:.1%} |")


def _ends(draws: np.ndarray, ends: tuple[float, float]) -> np.ndarray:
    return np.quantile(draws, ends, axis=0)


if __name__ == "__main__":
    main()
