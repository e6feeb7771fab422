"""Several searches of one problem at once, from seeds next to each other: the best roster and the best bound of all."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

from wholetime.roster.engine.arrays import Arrays
from wholetime.roster.engine.optimise.loop import Progress, Result, solve

type Follow = Callable[[Progress], None]


def search(arrays: Arrays, *, seconds: float, seed: int, workers: int, on_progress: Follow) -> Result:
    """The search from ``seed`` in this process, which is followed, and the others in processes of their own.

    A bound holds whichever search has proven it, so the highest is taken; the same roster comes of the same seeds only
    where the clock cuts none of them short.
    """
    if workers == 1:
        return solve(arrays, seconds=seconds, seed=seed, on_progress=on_progress)
    with ProcessPoolExecutor(workers - 1, mp_context=get_context("spawn")) as pool:
        others = [pool.submit(_search, arrays, seconds, seed + number) for number in range(1, workers)]
        found = [solve(arrays, seconds=seconds, seed=seed, on_progress=on_progress)]
        found += [other.result() for other in others]
    return best_of(found)


def _search(arrays: Arrays, seconds: float, seed: int) -> Result:
    return solve(arrays, seconds=seconds, seed=seed)


def best_of(found: list[Result]) -> Result:
    """The cheapest roster with the highest bound."""
    best = min(found, key=lambda one: one.penalty)
    bound = max(one.bound for one in found)
    proven = best.status == "feasible" and bound >= best.penalty
    return replace(best, bound=bound, status="optimal" if proven else best.status)
