"""The workbench of a run: what its levers make of it."""

from __future__ import annotations

from functools import lru_cache

from wholetime.forecast.engine.run import Parcel, QuestionRefused
from wholetime.forecast.engine.run.closing import ground_of
from wholetime.forecast.engine.run.workbench import MOST_DRAWS, Bench
from wholetime.forecast.queries.runs import RunValue


def bench_of(run: RunValue) -> Bench:
    """Raises QuestionRefused where the run has no people who join and leave."""
    return _bench(run.result_hash, run.text)


# A bench is 10 MB at 500 draws, 20 MB at most; a run is never changed, so neither is its bench.
@lru_cache(maxsize=8)
def _bench(result: str, text: str) -> Bench:
    parcel = Parcel.read(text)
    supply = parcel.answer.line("supply", unit="WTE")
    if supply is None:
        raise QuestionRefused("this run has no supply in WTE")
    question = parcel.question
    ground = ground_of(question, parcel.history)
    return Bench(ground, supply.at[0], question.years, question.seed, min(question.draws, MOST_DRAWS))
