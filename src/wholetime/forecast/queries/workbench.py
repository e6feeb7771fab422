"""The workbench of a run: what its levers make of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from wholetime.forecast.engine.run import Parcel, QuestionRefused
from wholetime.forecast.engine.run.closing import Ground, ground_of
from wholetime.forecast.engine.run.workbench import Beside, side_by_side
from wholetime.forecast.engine.scenario.scenario import Scenario, nothing_changes
from wholetime.forecast.queries.runs import RunValue


@dataclass(frozen=True, eq=False)
class Bench:
    """What a run's question and history make of supply and need, and the forecast as things are."""

    ground: Ground
    counted_on: date
    years: int
    seed: int
    base: Beside

    def beside(self, scenario: Scenario) -> Beside:
        """In the same draws of chance. Raises QuestionRefused for a scenario that does not fit."""
        return _drawn(self.ground, self.counted_on, self.years, self.seed, scenario)


def bench_of(run: RunValue) -> Bench:
    """Raises QuestionRefused where the run has no people who join and leave."""
    return _bench(run.result_hash, run.text)


# A bench is some megabytes of rates; a run is never changed, so neither is its bench.
@lru_cache(maxsize=16)
def _bench(result: str, text: str) -> Bench:
    parcel = Parcel.read(text)
    supply = parcel.answer.line("supply", unit="WTE")
    if supply is None:
        raise QuestionRefused("this run has no supply in WTE")
    ground = ground_of(parcel.question, parcel.history)
    years, seed = parcel.question.years, parcel.question.seed
    base = _drawn(ground, supply.at[0], years, seed, nothing_changes())
    return Bench(ground, supply.at[0], years, seed, base)


def _drawn(ground: Ground, counted_on: date, years: int, seed: int, scenario: Scenario) -> Beside:
    return side_by_side(ground, [scenario], counted_on, years=years, seed=seed)[0]
