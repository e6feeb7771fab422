"""The peers: naive, seasonal naive, drift, ETS, Theta and AutoARIMA of statsforecast, one series at a time.

A peer that cannot be fitted to a series (too short, not finite) answers with naive for it, and that is counted.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import numpy as np

from wholetime.forecast.engine.panel.levels import MEDIAN, QUANTILES, Floats

PEERS = ("naive", "drift", "ets", "theta", "autoarima")
_COVERAGES = [round(100 - 200 * q) for q in QUANTILES[:MEDIAN]]
_WORTH_A_PROCESS = 40  # chunks: a process takes some seconds to begin
_CHUNK = 25  # series a task: small enough that two processes end together, large enough to pay for the sending


@dataclass(frozen=True)
class Answered:
    """Quantiles [series, step, quantile] of one peer, the seconds of processor it took, and its naive answers."""

    quantiles: Floats
    seconds: float
    fallbacks: int


def names(season: int) -> tuple[str, ...]:
    """The peers of a panel with so many steps a season: seasonal naive beside the five where there is one."""
    return PEERS if season == 1 else (*PEERS, "seasonal_naive")


def ask(name: str, histories: list[Floats], horizon: int, season: int) -> Answered:
    """One peer on many series [step], none with a missing value."""
    model, naive = _model(name, season), _model("naive", season)
    began, fallbacks = time.process_time(), 0
    quantiles = np.empty((len(histories), horizon, len(QUANTILES)))
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # of series too short for a test of theirs; what fails is counted below
        for row, history in enumerate(histories):
            answer = _answer(model, history, horizon)
            if answer is None:
                fallbacks += 1
                answer = _answer(naive, history, horizon)
            quantiles[row] = history[-1] if answer is None else answer
    return Answered(quantiles, time.process_time() - began, fallbacks)


def ask_all(
    asked: list[tuple[str, list[Floats], int, int]], workers: int, on_progress: Callable[[int, int], None] | None = None
) -> list[Answered]:
    """``ask`` for each question (name, histories, horizon, season), spread over processes that begin afresh."""
    chunks = [
        (number, (name, histories[first : first + _CHUNK], horizon, season))
        for number, (name, histories, horizon, season) in enumerate(asked)
        for first in range(0, len(histories), _CHUNK)
    ]
    parts: list[list[Answered]] = [[] for _ in asked]
    answers = _answers([chunk for _, chunk in chunks], workers)
    for done, ((number, _), answer) in enumerate(zip(chunks, answers, strict=True), 1):
        parts[number].append(answer)
        if on_progress is not None:
            on_progress(done, len(chunks))
    return [_joined(part, question[2]) for part, question in zip(parts, asked, strict=True)]


def _answers(chunks: list[tuple[str, list[Floats], int, int]], workers: int) -> Iterable[Answered]:
    if workers == 1 or len(chunks) < _WORTH_A_PROCESS:
        yield from (ask(*chunk) for chunk in chunks)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(ask, *zip(*chunks, strict=True))


def _joined(parts: list[Answered], horizon: int) -> Answered:
    empty = np.empty((0, horizon, len(QUANTILES)))
    quantiles = np.concatenate([empty, *(part.quantiles for part in parts)])
    return Answered(quantiles, sum(part.seconds for part in parts), sum(part.fallbacks for part in parts))


def _model(name: str, season: int) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its import takes seconds and speaks of its own dependencies
        from statsforecast import models
    if name == "naive":
        return models.Naive()
    if name == "drift":
        return models.RandomWalkWithDrift()
    if name == "seasonal_naive":
        return models.SeasonalNaive(season_length=season)
    kinds = {"ets": models.AutoETS, "theta": models.Theta, "autoarima": models.AutoARIMA}
    return kinds[name](season_length=season)


def _answer(model: Any, history: Floats, horizon: int) -> Floats | None:
    """Quantiles [step, quantile] in rising order, or None where the model could not be fitted."""
    try:
        said = model.forecast(y=history, h=horizon, level=_COVERAGES)
    except Exception:  # whatever it raised, of whatever kind, it has no answer for this series
        return None
    centre = np.asarray(said["mean"], dtype=np.float64)
    if not np.isfinite(centre).all():
        return None
    low = [np.asarray(said[f"lo-{coverage}"], dtype=np.float64) for coverage in _COVERAGES]
    high = [np.asarray(said[f"hi-{coverage}"], dtype=np.float64) for coverage in reversed(_COVERAGES)]
    answer = np.stack([*low, centre, *high], axis=1)
    return np.sort(np.where(np.isfinite(answer), answer, centre[:, None]), axis=1)
