"""What each form of rule means on a person's line: one small function for each, and the published rule sets."""

from wholetime.roster.engine.rules.fairness import fair_limits
from wholetime.roster.engine.rules.judging import JUDGES, breaches
from wholetime.roster.engine.rules.line import Line, line_of
from wholetime.roster.engine.rules.maternity import maternity_demand, women_at_once
from wholetime.roster.engine.rules.pay import cost
from wholetime.roster.engine.rules.reference import terms
from wholetime.roster.engine.rules.rule_sets import RULE_SETS, rule_set, versions

__all__ = [
    "JUDGES",
    "RULE_SETS",
    "Line",
    "breaches",
    "cost",
    "fair_limits",
    "line_of",
    "maternity_demand",
    "rule_set",
    "terms",
    "versions",
    "women_at_once",
]
