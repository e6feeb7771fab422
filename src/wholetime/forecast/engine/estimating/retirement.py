"""F1: who could go, and who is likely to, year by year and by age, with intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholetime.forecast.engine.estimating.estimated import Estimated
from wholetime.forecast.engine.estimating.pensions import PensionRules
from wholetime.forecast.engine.supply import project
from wholetime.forecast.engine.supply.cells import Floats

LEVELS = (0.025, 0.1, 0.5, 0.9, 0.975)


@dataclass(frozen=True, eq=False)
class Retirement:
    """Of all places and groups of the inputs, joiners of the years between included.

    ``years``: of the counts, today's first. ``past_earliest`` and ``past_normal`` [level, year]: people in post who may
    draw a pension, and who have reached their normal age; they could go, and many do not. ``retire`` [level, year]:
    people who go in the year after each count but the last; ``returning``: of these, at work again. ``by_age`` [level,
    year, age]: who goes, by age at the year's beginning; ``expected`` [year, age] is its mean.
    """

    years: tuple[int, ...]
    ages: tuple[int, ...]
    levels: tuple[float, ...]
    past_earliest: Floats
    past_normal: Floats
    retire: Floats
    returning: Floats
    by_age: Floats
    expected: Floats
    rules: PensionRules
    assumed: tuple[str, ...]


def retirement(
    found: Estimated,
    *,
    rules: PensionRules | None = None,
    years: int = 15,
    draws: int = 1000,
    seed: int = 0,
    levels: tuple[float, ...] = LEVELS,
    workers: int = 1,
) -> Retirement:
    """The retirement view of what was ``estimated``, under other ``rules`` if given: the same people, the same luck.

    Raises ValueError where ages are not known.
    """
    ages = found.counts.cells.ages
    if ages is None:
        raise ValueError("ages are not known here, so nobody can say who comes to a pension age when")
    rules = rules or found.rules
    inputs = found.under(rules, years)
    draw = project(inputs, years=years, draws=draws, seed=seed, workers=workers)
    earliest, normal = rules.could_go(ages, found.counted_on, years + 1)
    return Retirement(
        years=draw.years,
        ages=ages,
        levels=levels,
        past_earliest=np.quantile((draw.heads_by_age * earliest).sum(axis=2), levels, axis=0),
        past_normal=np.quantile((draw.heads_by_age * normal).sum(axis=2), levels, axis=0),
        retire=np.quantile(draw.retired_by_age.sum(axis=2), levels, axis=0),
        returning=draw.quantiles("returned", levels),
        by_age=np.quantile(draw.retired_by_age, levels, axis=0),
        expected=draw.retired_by_age.mean(axis=0),
        rules=rules,
        assumed=inputs.assumed,
    )
