"""What would close the gap of a run, worked out once for each way it is asked."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from wholetime.forecast.engine.gap.closer import Closed, Wish
from wholetime.forecast.engine.run.closing import closed_gap, ground_of
from wholetime.forecast.queries.runs import RunValue

KEPT = 32
"""Plans kept by a process: a run is never changed, so neither is its plan."""

_plans: OrderedDict[tuple[str, str, Wish], Closed | None] = OrderedDict()
_lock = Lock()


def plan_of(run: RunValue, wish: Wish) -> Closed | None:
    """The plan, or None where no group of the wish is short. Raises QuestionRefused where the run cannot be asked."""
    key = (str(run.key), run.result_hash, wish)
    with _lock:
        if key in _plans:
            _plans.move_to_end(key)
            return _plans[key]
    found = closed_gap(ground_of(run.question, run.history), wish)
    with _lock:
        _plans[key] = found
        while len(_plans) > KEPT:
            _plans.popitem(last=False)
    return found
