"""Living with a roster: what it costs, who may swap with whom, why a wish was refused, and what to carry forward."""

from wholetime.roster.engine.living.change import Change, changed, changes
from wholetime.roster.engine.living.conflict import Conflict, conflict
from wholetime.roster.engine.living.costs import Cost, costs
from wholetime.roster.engine.living.explain import Explanation, Way, explain
from wholetime.roster.engine.living.ledger import Entry, carried_forward, ledger
from wholetime.roster.engine.living.replan import Disturbance, Replanned, replan, usual_disturbance
from wholetime.roster.engine.living.swaps import Swap, swaps
from wholetime.roster.engine.living.trade_offs import Aim, Choice, Measures, measured, trade_offs
from wholetime.roster.engine.living.what_if import WhatIf, what_if

__all__ = [
    "Aim",
    "Change",
    "Choice",
    "Conflict",
    "Cost",
    "Disturbance",
    "Entry",
    "Explanation",
    "Measures",
    "Replanned",
    "Swap",
    "Way",
    "WhatIf",
    "carried_forward",
    "changed",
    "changes",
    "conflict",
    "costs",
    "explain",
    "ledger",
    "measured",
    "replan",
    "swaps",
    "trade_offs",
    "usual_disturbance",
    "what_if",
]
