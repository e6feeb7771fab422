"""`python -m benchmarks.forecast_made`: how often the forecaster's intervals hold on panels whose law is known.

Sixteen laws of how entities move, five lengths of history, several panels of each, one origin: shares of the values
two steps (a season of quarters: four) ahead that the 80% and 95% intervals held. The table goes into forecast-made.md.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np

from wholetime.forecast.engine.panel.forecasting import quantiles_of
from wholetime.forecast.engine.panel.scores import held

RESULTS = Path(__file__).parent / "forecast-made.md"
# Entities, steps known, steps ahead, steps a season, panels.
SIZES = ((150, 4, 2, 1, 6), (60, 6, 2, 1, 10), (40, 9, 2, 1, 14), (300, 9, 2, 1, 4), (120, 20, 4, 4, 3))
type Floats = np.ndarray
type Dice = np.random.Generator


def _memory(dice: Dice, entities: int, steps: int, kept: float) -> Floats:
    """An autoregression of the first order, begun at its own spread."""
    chance = dice.normal(size=(entities, steps))
    chance[:, 0] /= np.sqrt(1 - kept**2)
    for step in range(1, steps):
        chance[:, step] += kept * chance[:, step - 1]
    return chance


def _noise(dice: Dice, n: int, t: int) -> Floats:
    return dice.normal(size=(n, t))


def _level(dice: Dice, n: int, t: int) -> Floats:
    return _noise(dice, n, t) + 0.4 * _noise(dice, n, t).cumsum(1)


def _shifts(dice: Dice, n: int, t: int) -> Floats:
    return 0.5 * _noise(dice, n, t) + 4 * dice.normal(size=(n, 1)) * (dice.random((n, t)) < 0.06).cumsum(1)


MOVES: dict[str, Callable[[Dice, int, int], Floats]] = {
    "walks": lambda d, n, t: _noise(d, n, t).cumsum(1),
    "walks with drift": lambda d, n, t: (_noise(d, n, t) + 0.5 + 0.3 * d.normal(size=(n, 1))).cumsum(1),
    "back to a mean": lambda d, n, t: _memory(d, n, t, 0.3),
    "slowly back": lambda d, n, t: _memory(d, n, t, 0.75),
    "level and noise": _level,
    "momentum": lambda d, n, t: 0.6 * _memory(d, n, t, 0.6).cumsum(1),
    "rare jumps": lambda d, n, t: (3 * _noise(d, n, t) * (d.random((n, t)) < 0.15)).cumsum(1),
    "shifts of level": _shifts,
    "heavy tails, walks": lambda d, n, t: 0.6 * d.standard_t(2.5, size=(n, t)).cumsum(1),
    "heavy tails, noise": lambda d, n, t: 0.6 * d.standard_t(2.5, size=(n, t)),
    "some far livelier": lambda d, n, t: (_noise(d, n, t) * d.lognormal(0, 1, (n, 1))).cumsum(1),
    "often standing still": lambda d, n, t: (_noise(d, n, t) * (d.random((n, t)) < 0.5)).cumsum(1),
    "counts with noughts": lambda d, n, t: d.poisson(
        d.lognormal(0.3, 1, (n, 1)) * np.exp(0.08 * _noise(d, n, t).cumsum(1))
    ),
    "small common shocks": lambda d, n, t: (_noise(d, n, t) + 0.35 * d.normal(size=(1, t))).cumsum(1),
    "great common shocks": lambda d, n, t: (_noise(d, n, t) + d.normal(size=(1, t))).cumsum(1),
    "quieter of late": lambda d, n, t: (_noise(d, n, t) * np.where(np.arange(t) < t // 2, 1, 0.5)).cumsum(1),
}


def panel(law: str, entities: int, steps: int, season: int, dice: Dice) -> Floats:
    """Values [entity, step] of entities of many sizes; counts as they are drawn, others around their size."""
    moved = MOVES[law](dice, entities, steps)
    if law.startswith("counts"):
        return moved.astype(float)
    size = dice.lognormal(3, 0.8, (entities, 1))
    wave = 2 * np.sin(2 * np.pi * np.arange(steps) / season + dice.normal(0, 0.3, (entities, 1))) if season > 1 else 0
    return np.asarray(size + 0.12 * size**0.7 * (moved + wave))


def shares(law: str, seed: int, number: int) -> tuple[float, float]:
    """Of one length of history: the mean share in % that the 80% and the 95% intervals held."""
    entities, known, ahead, season, panels = SIZES[number]
    found = []
    for one in range(panels):
        dice = np.random.Generator(np.random.Philox([seed, 1000 * number + one]))
        values = panel(law, entities, known + ahead, season, dice)
        quantiles = quantiles_of(values[:, :known], ahead, season)
        found.append([100 * held(quantiles, values[:, known:], share).mean() for share in (80, 95)])
    return tuple(np.mean(found, axis=0))


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.forecast_made")
    asked.add_argument("--seed", type=int, default=2026)
    seed = asked.parse_args().seed
    found = {law: [shares(law, seed, number) for number in range(len(SIZES))] for law in MOVES}
    found["mean of all"] = [tuple(np.mean(each, axis=0)) for each in zip(*found.values(), strict=True)]
    heads = [f"{n} × {known}{' quarters' if season > 1 else ''}" for n, known, _, season, _ in SIZES]
    lines = [f"| {law} | " + " | ".join(f"{a:.1f}, {b:.1f}" for a, b in each) + " |" for law, each in found.items()]
    table = "\n".join(["| law | " + " | ".join(heads) + " |", "|---|" + "---:|" * len(SIZES), *lines])
    RESULTS.write_text(_HEAD.format(seed=seed, table=table))
    print(RESULTS.read_text())


_HEAD = """# How often intervals hold, on panels whose law is known

Shares in % held by the 80% and 95% intervals; seed {seed}; `python -m benchmarks.forecast_made` makes this table.
Columns: entities × steps known. Of 300 entities chance alone moves a share by about one point; where all entities
share shocks or a panel is short, by far more, as a panel then is one witness. What is no panel's own law (it was
quieter of late, or shocks were few so far) no interval can know.

{table}
"""


if __name__ == "__main__":
    main()
