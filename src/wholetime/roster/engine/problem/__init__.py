"""The words of rostering: what is given, what is asked, and what a roster is. Values that are valid from birth."""

from wholetime.roster.engine.problem.demand import Demand, Mix
from wholetime.roster.engine.problem.duty import OFF, WORK, Duty, Kind, minutes_between
from wholetime.roster.engine.problem.forms import (
    AverageWeek,
    Breaks,
    ContractHours,
    DutyLength,
    FairShare,
    Form,
    LongestRun,
    Measure,
    MinutesInWindow,
    Never,
    Pay,
    Rest,
    RestAfterRun,
    Sequence,
    ShortestRun,
    Total,
    WholeWeekends,
)
from wholetime.roster.engine.problem.horizon import Horizon
from wholetime.roster.engine.problem.impossible import Impossible
from wholetime.roster.engine.problem.parts import ONE_PLACE
from wholetime.roster.engine.problem.person import Contract, Person
from wholetime.roster.engine.problem.problem import Problem
from wholetime.roster.engine.problem.roster import Assignment, Roster
from wholetime.roster.engine.problem.rule import Rule, RuleSet
from wholetime.roster.engine.problem.wishes import Fixed, Leave, Past, Request

__all__ = [
    "OFF",
    "ONE_PLACE",
    "WORK",
    "Assignment",
    "AverageWeek",
    "Breaks",
    "Contract",
    "ContractHours",
    "Demand",
    "Duty",
    "DutyLength",
    "FairShare",
    "Fixed",
    "Form",
    "Horizon",
    "Impossible",
    "Kind",
    "Leave",
    "LongestRun",
    "Measure",
    "MinutesInWindow",
    "Mix",
    "Never",
    "Past",
    "Pay",
    "Person",
    "Problem",
    "Request",
    "Rest",
    "RestAfterRun",
    "Roster",
    "Rule",
    "RuleSet",
    "Sequence",
    "ShortestRun",
    "Total",
    "WholeWeekends",
    "minutes_between",
]
