"""From where a back-test looks ahead."""

from __future__ import annotations

from wholetime.forecast.engine.panel.panel import Panel, UnusablePanelError

_USUAL_FOLDS = 5
_FEWEST_STEPS, _AT_ALL = 4, 2


def origins(panel: Panel, horizon: int, folds: int | None) -> list[int]:
    """Steps known at each origin, the last ``horizon`` steps before the end, the others a quarter of it apart.

    Without ``folds``: up to five, each with half of the history and two seasons at least, or where that leaves fewer
    than two, with three steps. Raises UnusablePanelError where the history is too short for what was asked.
    """
    steps = panel.values.shape[1]
    last, apart = steps - horizon, max(1, horizon // 4)
    if last < _AT_ALL:
        raise UnusablePanelError(f"{steps} times are too few to look {horizon} ahead: {horizon + _AT_ALL} are needed")
    if folds is None:
        return _usual(panel, last, apart)
    first = last - apart * (folds - 1)
    if first < _AT_ALL:
        apart = 1
        first = last - folds + 1
    if first < _AT_ALL:
        most = last - _AT_ALL + 1
        raise UnusablePanelError(f"{steps} times allow {most} folds of {horizon} ahead, not {folds}")
    return list(range(first, last + 1, apart))


def _usual(panel: Panel, last: int, apart: int) -> list[int]:
    half = max(_FEWEST_STEPS, panel.values.shape[1] // 2)
    for least in (max(half, 2 * panel.season), half, _FEWEST_STEPS - 1):
        found = list(range(last, least - 1, -apart))[:_USUAL_FOLDS]
        if len(found) >= 2:
            return found[::-1]
    return [last]
