"""Changing an assumption is a new version of the register; keeping a scenario is a new version of the scenario."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from wholetime.chassis.api import access_node
from wholetime.chassis.models import Node
from wholetime.forecast.engine.scenario.assumption import Assumption, Unfit
from wholetime.forecast.engine.scenario.checking import Axes, check
from wholetime.forecast.engine.scenario.scenario import Scenario
from wholetime.forecast.models import RegisterVersion, ScenarioVersion
from wholetime.forecast.queries.registers import RegisterValue, may_revise, register_of, register_value

MEANWHILE = "somebody else has just changed this: look at it again, and then change it"


def revise_assumption(account: Any, code: str, assumption: Assumption, reason: str) -> RegisterValue:
    """A new version of the register of ``code`` in which ``assumption`` replaces the one of its name, or is new.

    The first version of an area takes all else from the register that was in force. Raises NotInScope, and Unfit where
    ``account`` may not, without a reason, or when somebody was quicker.
    """
    node = _node(account, code)
    if not reason.strip():
        raise Unfit("a change of an assumption has a reason")
    number = (RegisterVersion.objects.filter(node=node).aggregate(last=Max("number"))["last"] or 0) + 1
    new = register_of(node.code).register.revised(f"{node.code} {number}", assumption)
    try:
        with transaction.atomic():
            kept = RegisterVersion.objects.create(
                node=node,
                number=number,
                account=account,
                changed=assumption.name[:120],
                reason=reason.strip()[:300],
                held=new.as_json(),
            )
    except IntegrityError as quicker:
        raise Unfit(MEANWHILE) from quicker
    return register_value(kept)


def save_scenario(account: Any, code: str, scenario: Scenario, axes: Axes) -> Scenario:
    """Keep ``scenario`` for ``code`` as the next version of its name, checked against the register in force.

    Returns it with its version. Raises NotInScope, and Unfit where it cannot be meant, or ``account`` may not.
    """
    node = _node(account, code)
    check(register_of(node.code).register, scenario, axes)
    own = ScenarioVersion.objects.filter(node=node, name=scenario.name)
    number = (own.aggregate(last=Max("number"))["last"] or 0) + 1
    new = Scenario.from_json(scenario.as_json() | {"version": str(number)})
    try:
        with transaction.atomic():
            ScenarioVersion.objects.create(
                node=node, name=scenario.name[:80], number=number, account=account, held=new.as_json()
            )
    except IntegrityError as quicker:
        raise Unfit(MEANWHILE) from quicker
    return new


def _node(account: Any, code: str) -> Node:
    found = access_node(account, code)
    if not may_revise(account, found.code):
        raise Unfit("assumptions and scenarios are kept by information leads, planners and administrators")
    return Node.objects.get(code=found.code)
