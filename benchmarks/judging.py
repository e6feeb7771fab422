"""The engines of judgement beside the naive twins that their tests use: careful, and still not slow."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

import numpy as np
from tests.kernel.spc import spc_naive
from tests.kernel.test_disclosure_twin import given_away_near, naive_totals

from wholetime.kernel.disclosure import Policy, protect
from wholetime.kernel.disclosure import table as cross
from wholetime.kernel.spc import RULE_SETS, Direction, chart

POINTS, CHARTS = 60, 100
TABLES = 40
POLICY = Policy(threshold=5, round_to=5)


@dataclass(frozen=True, slots=True)
class Judged:
    """How many of ``what`` in a second; ``twin`` None where the twin would not come to an end."""

    what: str
    ours: float
    twin: float | None


def table(seed: int) -> str:
    rng = np.random.default_rng(seed)
    judged = [_spc(rng, name) for name in RULE_SETS] + [_small_tables(rng), _large_tables(rng)]
    lines = ["", "| in a second | wholetime | naive twin | ratio |", "|---|---:|---:|---:|", *map(_line, judged), ""]
    return "\n".join(lines)


def _line(judged: Judged) -> str:
    if judged.twin is None:
        return f"| {judged.what} | {judged.ours:,.1f} | | |"
    return f"| {judged.what} | {judged.ours:,.1f} | {judged.twin:,.1f} | {judged.ours / judged.twin:,.1f} |"


def _spc(rng: np.random.Generator, name: str) -> Judged:
    day = date(2021, 1, 1)
    series = [
        [(day + timedelta(days=30 * at), int(value)) for at, value in enumerate(rng.normal(500, 20, POINTS))]
        for _ in range(CHARTS)
    ]
    ours = _each(series, lambda one: chart(one, improve=Direction.DOWN, rules=RULE_SETS[name]))
    twin = _each(series, lambda one: spc_naive.judge(one, "down", name, [], None))
    return Judged(f"SPC charts of {POINTS} points, rules {name}", ours, twin)


def _small_tables(rng: np.random.Generator) -> Judged:
    """The twin looks through every table that could stand behind what is shown, and has time for the smallest only."""
    tables = [_leaves(rng, 2, 2) for _ in range(TABLES)]
    crossed = [cross(leaves, ["a", "b"]) for leaves in tables]
    views = [protect(*one, POLICY) for one in crossed]
    known = list(zip(tables, views, (relations for _, relations in crossed), strict=True))
    ours = _each(crossed, lambda one: protect(*one, POLICY))
    twin = _each(known, lambda one: (naive_totals(one[0]), given_away_near(*one, POLICY)))
    return Judged("tables of 2 × 2 with small numbers withheld", ours, twin)


def _large_tables(rng: np.random.Generator) -> Judged:
    crossed = [cross(_leaves(rng, 15, 40), ["a", "b"]) for _ in range(2)]
    return Judged(
        "tables of 15 × 40 with small numbers withheld", _each(crossed, lambda one: protect(*one, POLICY)), None
    )


def _leaves(rng: np.random.Generator, rows: int, columns: int) -> dict[tuple[str, ...], int]:
    keys = product(range(rows), range(columns))
    return {(f"a{a}", f"b{b}"): int(rng.integers(0, 13)) for a, b in keys}


def _each[One](things: list[One], do: Callable[[One], object]) -> float:
    """How many a second."""
    started = time.perf_counter()
    for thing in things:
        do(thing)
    return len(things) / (time.perf_counter() - started)
