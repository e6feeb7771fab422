"""What a run made of its need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from wholetime.chassis.api import Scope
from wholetime.forecast.engine.demand.by_standards import Asked, by_standards
from wholetime.forecast.engine.demand.inputs import NeedInputs
from wholetime.forecast.engine.demand.standards import workloads
from wholetime.forecast.engine.run import History, Parcel, QuestionRefused
from wholetime.forecast.engine.run.needed import activity_now, need_inputs
from wholetime.forecast.engine.run.reading import counted
from wholetime.forecast.queries.histories import activity, point_of
from wholetime.forecast.queries.populations import projection_of, residents_held
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


@dataclass(frozen=True)
class Standing:
    """What workload standards ask for of the activity held in an area, in the year that ends ``last``.

    ``projected`` names the official projection in force; where it is empty the residents stay as ``residents``, the
    year of the latest estimate and how many, has them. ``sources`` are the publications of the activity.
    """

    asked: tuple[Asked, ...]
    last: date | None
    projected: str
    residents: tuple[int, float] | None
    sources: tuple[str, ...]


def standing_of(scope: Scope, code: str) -> Standing:
    """For whoever may see ``code`` under ``scope``; nothing is asked for where no activity is held."""
    figures = list(activity(scope, code))
    held = activity_now(History(tuple(dict.fromkeys(point_of(one) for one in figures)), ()))
    last = max((one.period.end for one in figures if one.value is not None), default=None)
    official = projection_of(code)
    asked = by_standards(held, workloads(), last or date.min, official.projection if official else None)
    return Standing(
        tuple(asked) if last else (),
        last,
        official.title if official else "",
        None if official else residents_held(scope, code),
        tuple(sorted({source.publication for one in figures for source in one.sources})),
    )
