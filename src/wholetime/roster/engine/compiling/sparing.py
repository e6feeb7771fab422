"""Counters that need not be counted: limits that others imply, and limits on one sum that are one limit together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from wholetime.roster.engine.arrays import FORBIDDEN, Counter
from wholetime.roster.engine.problem import LongestRun, Measure, Past, Problem, Rule, Total


def implied(rule: Rule, rules: tuple[Rule, ...], problem: Problem, past: Past) -> bool:
    """Whether a least number of days off follows from a most of days running: with 6 at most, 14 days hold 2 off.

    Not where the history already holds a longer run.
    """
    says = rule.says
    days_off = isinstance(says, Total) and says.measure is Measure.DAYS and problem.means(says.of) == {None}
    if not isinstance(says, Total) or not days_off or not rule.hard or says.at_most is not None or not says.over_days:
        return False
    runs = [one.says for one in rules if one.hard and isinstance(one.says, LongestRun)]
    longest = [run.at_most for run in runs if problem.means(run.of) >= set(problem.duty)]
    worked = [len(list(days)) for off, days in groupby(past.days, lambda duty: duty is None) if not off]
    return any(says.over_days // (most + 1) >= says.at_least and max(worked, default=0) <= most for most in longest)


def merged(counters: Iterable[Counter]) -> tuple[Counter, ...]:
    """Hard limits on the same sum as one, unless they contradict each other; the others as they are."""
    kept, single = list[Counter](), dict[object, Counter]()
    for counter in counters:
        other = single.get(_sum_of(counter))
        if min(counter.under, counter.over) < FORBIDDEN:
            kept.append(counter)
        elif other is None or max(counter.least, other.least) > min(counter.most, other.most):
            kept += [] if other is None else [counter]
            single.setdefault(_sum_of(counter), counter)
        else:
            least, most = max(counter.least, other.least), min(counter.most, other.most)
            single[_sum_of(counter)] = replace(counter, least=least, most=most)
    return (*single.values(), *kept)


def _sum_of(counter: Counter) -> object:
    """What a counter counts; weights are made once and shared, so that the same ones are the same array."""
    group = None if counter.group is None else counter.group.tobytes()
    return id(counter.weight.base), counter.base, group
