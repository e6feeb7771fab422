"""The organisation tree as plain frames: who belonged to whom on a day, and what became of whom."""

from wholetime.chassis.engine.tree.lineage import KINDS, Tree, among_or_below, codes_under, lineage, parents_on
from wholetime.chassis.engine.tree.reconcile import Reconciliation, reconcile
from wholetime.chassis.engine.tree.successions import current_codes

__all__ = [
    "KINDS",
    "Reconciliation",
    "Tree",
    "among_or_below",
    "codes_under",
    "current_codes",
    "lineage",
    "parents_on",
    "reconcile",
]
