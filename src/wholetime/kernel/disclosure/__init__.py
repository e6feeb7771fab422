"""Disclosure control: which counts of people to withhold, and what the rest still gives away.

``protect`` withholds; ``exposed`` and ``recoverable`` check a view that somebody can see.
"""

from wholetime.kernel.disclosure.audit import exposed
from wholetime.kernel.disclosure.onlooker import recoverable
from wholetime.kernel.disclosure.policy import (
    DisclosureError,
    Policy,
    Protected,
    Relation,
)
from wholetime.kernel.disclosure.protect import protect
from wholetime.kernel.disclosure.rate import protected_percent, withheld
from wholetime.kernel.disclosure.settle import Settled, Unproved, settle
from wholetime.kernel.disclosure.table import TOTAL, table

__all__ = [
    "TOTAL",
    "DisclosureError",
    "Policy",
    "Protected",
    "Relation",
    "Settled",
    "Unproved",
    "exposed",
    "protect",
    "protected_percent",
    "recoverable",
    "settle",
    "table",
    "withheld",
]
