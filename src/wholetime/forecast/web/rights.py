"""Who may change assumptions and keep scenarios, asked the same way by pages and REST."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from wholetime.chassis.api import NodeValue, access_node, access_scope
from wholetime.forecast.queries.registers import may_revise

ASSUMPTIONS = "Assumptions are changed by information leads, planners and administrators."
SCENARIOS = "Scenarios are kept by information leads, planners and administrators."


def let_somewhere(account: Any, refusal: str) -> None:
    """Raises PermissionDenied for whoever changes nothing anywhere."""
    if not any(may_revise(account, root) for root in access_scope(account).roots):
        raise PermissionDenied(refusal)


def let_revise(account: Any, code: str, refusal: str) -> NodeValue:
    """The area, for whoever may change what holds there. Raises NotInScope and PermissionDenied.

    Whoever changes nothing anywhere is told so, whatever they ask about: areas out of sight look like any other.
    """
    let_somewhere(account, refusal)
    node = access_node(account, code)
    if not may_revise(account, node.code):
        raise PermissionDenied(refusal)
    return node
