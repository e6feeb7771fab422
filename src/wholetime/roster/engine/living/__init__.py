"""Living with a roster: what it costs, who may swap with whom, why a wish was refused, and what to carry forward."""

from wholetime.roster.engine.living.change import Change, changed, changes
from wholetime.roster.engine.living.costs import Cost, costs
from wholetime.roster.engine.living.explain import Explanation, Way, explain
from wholetime.roster.engine.living.ledger import Entry, carried_forward, ledger
from wholetime.roster.engine.living.swaps import Swap, swaps

__all__ = [
    "Change",
    "Cost",
    "Entry",
    "Explanation",
    "Swap",
    "Way",
    "carried_forward",
    "changed",
    "changes",
    "costs",
    "explain",
    "ledger",
    "swaps",
]
