"""Which function judges which form of rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from wholetime.roster.engine.problem import (
    AverageWeek,
    Breaks,
    ContractHours,
    DutyLength,
    FairShare,
    LongestRun,
    MinutesInWindow,
    Never,
    Pay,
    Rest,
    RestAfterRun,
    Rule,
    Sequence,
    ShortestRun,
    Total,
    WholeWeekends,
)
from wholetime.roster.engine.rules.fairness import fair_share
from wholetime.roster.engine.rules.line import Found, Line
from wholetime.roster.engine.rules.rests import minutes_in_window, rest, rest_after_run
from wholetime.roster.engine.rules.sequences import longest_run, sequence, shortest_run, whole_weekends
from wholetime.roster.engine.rules.single_duties import breaks, duty_length, never, pay
from wholetime.roster.engine.rules.totals import average_week, contract_hours, total

JUDGES: dict[type, Callable[[Any, Line], Found]] = {
    Sequence: sequence,
    LongestRun: longest_run,
    ShortestRun: shortest_run,
    Total: total,
    WholeWeekends: whole_weekends,
    Rest: rest,
    RestAfterRun: rest_after_run,
    MinutesInWindow: minutes_in_window,
    AverageWeek: average_week,
    ContractHours: contract_hours,
    DutyLength: duty_length,
    Breaks: breaks,
    Never: never,
    FairShare: fair_share,
    Pay: pay,
}


def breaches(rule: Rule, line: Line) -> Found:
    """The breaches of a rule on a person's line: the day each is told on, and how much of it."""
    carried = line.problem.past_of(line.person).carries(rule.name)
    return JUDGES[type(rule.says)](rule.says, replace(line, carried=carried))
