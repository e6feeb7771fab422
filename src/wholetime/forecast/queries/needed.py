"""What a run made of its need."""

from __future__ import annotations

from functools import lru_cache

from wholetime.forecast.engine.demand.inputs import NeedInputs
from wholetime.forecast.engine.run import Parcel, QuestionRefused
from wholetime.forecast.engine.run.needed import need_inputs
from wholetime.forecast.engine.run.reading import counted
from wholetime.forecast.queries.runs import RunValue


def wanted_of(run: RunValue) -> NeedInputs | None:
    """None where the run has no need."""
    return _wanted(run.result_hash, run.text)


@lru_cache(maxsize=16)  # a run is never changed, so neither is this
def _wanted(result: str, text: str) -> NeedInputs | None:
    parcel = Parcel.read(text)
    try:
        return need_inputs(parcel.question, parcel.history, counted(parcel.question, parcel.history))
    except QuestionRefused:
        return None
