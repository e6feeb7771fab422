"""Which assumption the last year's gap hangs on: facts of a run, worked out with it and hashed with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log2

from wholetime.forecast.engine.demand.inputs import NeedInputs
from wholetime.forecast.engine.gap.outcome import PEOPLE, gap_outcome, moving, strays
from wholetime.forecast.engine.gap.sensitivity import Bar, Indices, sobol, tornado
from wholetime.forecast.engine.run.answer import Answer
from wholetime.forecast.engine.run.question import Question
from wholetime.forecast.engine.scenario.register import Register
from wholetime.forecast.engine.scenario.scenario import Scenario, nothing_changes
from wholetime.forecast.engine.supply.inputs import Inputs

REPEATS = 4
LEAST_POINTS, MOST_POINTS = 4, 64
"""Points of each repeat are a sixteenth of the draws, within these: more draws ask for finer answers of all kinds."""

NOISE = 9
"""Decimals below which an index is the noise of a processor."""


@dataclass(frozen=True)
class Matters:
    """What a run says of its assumptions: one at a time, and all at once; the widest and the largest first."""

    bars: tuple[Bar, ...]
    indices: tuple[Indices, ...]


def what_matters(question: Question, supply: Inputs, wanted: NeedInputs) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Facts ``tornado.<name>`` (low, central, high) and ``sobol.<name>`` (first and total, each with its interval).

    Of the gap of all groups together in the last year. None where the question has no register, or nothing in it moves
    the gap.
    """
    if not question.register:
        return
    register = Register.from_json(question.register)
    scenario = Scenario.from_json(question.scenario) if question.scenario else nothing_changes()
    outcome = gap_outcome(supply, wanted, register, scenario, year=supply.first_year + question.years)
    moved = (*moving(register, scenario, supply.cells.groups), *([PEOPLE] if strays(wanted) else []))
    bars = tornado(register, moved, outcome)
    names = [bar.name for bar in bars if round(bar.width, NOISE) > 0]
    if not names:
        return
    for bar in bars:
        yield f"tornado.{bar.name}", tuple(round(end, NOISE) for end in (bar.low, bar.central, bar.high))
    for one in sobol(names, outcome, points=_points(question.draws), repeats=REPEATS, seed=question.seed):
        told = (one.first, *one.first_interval, one.total, *one.total_interval)
        yield f"sobol.{one.name}", tuple(round(value, NOISE) for value in told)


def mattering(answer: Answer) -> Matters | None:
    """What ``answer`` holds of it; None where it holds nothing."""
    held = dict(answer.facts)
    bars = [Bar(name[8:], *values) for name, values in held.items() if name.startswith("tornado.")]
    indices = [
        Indices(name[6:], first, (first_low, first_high), total, (total_low, total_high))
        for name, (first, first_low, first_high, total, total_low, total_high) in (
            (name, values) for name, values in held.items() if name.startswith("sobol.")
        )
    ]
    if not bars:
        return None
    return Matters(
        tuple(sorted(bars, key=lambda bar: (-bar.width, bar.name))),
        tuple(sorted(indices, key=lambda one: (-one.total, one.name))),
    )


def _points(draws: int) -> int:
    return int(min(MOST_POINTS, max(LEAST_POINTS, 2 ** int(log2(draws / 16)))) if draws >= 16 else LEAST_POINTS)
