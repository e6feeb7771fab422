"""Partial retirement: people who draw part of a pension and work less, and stay."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from wholetime.forecast.engine.estimating.estimated import Estimated
from wholetime.forecast.engine.reference import reference
from wholetime.forecast.engine.supply import Inputs, Participation


def with_partial_retirement(found: Estimated, share: float, cut: float, *, years: int = 15) -> Inputs:
    """Inputs in which ``share`` of those past the earliest pension age work ``cut`` less (both 0 to 1), from the first
    projected year on, beyond what today's WTE already holds.

    Raises ValueError where ages are not known, or the cut is less than the least that the scheme asks for.
    """
    least = reference("pensions")["partial"]["least_cut"]
    ages = found.counts.cells.ages
    if ages is None:
        raise ValueError("ages are not known here, so nobody can say who may retire in part")
    if not (0 <= share <= 1 and least <= cut <= 1):
        raise ValueError(
            f"partial retirement asks for a share of people and a cut of {least:.0%} or more of their work"
        )
    past, _ = found.rules.could_go(ages, found.counted_on, years + 1)
    times = 1 - share * cut * past[1:, None, None, :, None]
    now = found.inputs.participation
    later = now.wte_per_head[np.minimum(np.arange(1, years + 1), len(now.wte_per_head) - 1)] * times
    return replace(
        found.inputs,
        participation=Participation(np.concatenate([now.wte_per_head[:1], later]), now.spread),
        assumed=(
            *found.inputs.assumed,
            f"{share:.0%} of those who may draw a pension were taken to work {cut:.0%} less.",
        ),
    )
