"""Changing an assumption is a new version of the register; keeping a scenario is a new version of the scenario."""

from __future__ import annotations

import re
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
from wholetime.forecast.queries.scenarios import scenarios_of

NAME = re.compile(r"[a-z0-9][a-z0-9_]{0,79}")
MEANWHILE = "somebody else has just changed this: look at it again, and then change it"


class Taken(Unfit):
    """A scenario of that name is known here."""


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


def save_scenario(account: Any, code: str, scenario: Scenario, axes: Axes, *, new: bool = False) -> Scenario:
    """Keep ``scenario`` for ``code`` as the next version of its name, checked against the register in force.

    Returns it with its version; versions and runs made before stay as they are. ``new``: the name is not to be known
    here yet. Raises NotInScope, Taken for a name that is, and Unfit where it cannot be meant, or ``account`` may not.
    """
    return keep_scenario(account, _node(account, code), scenario, axes, new=new)


def keep_scenario(account: Any, node: Node, scenario: Scenario, axes: Axes, *, new: bool = False) -> Scenario:
    """As ``save_scenario``, for whoever may; ``account`` None is the command line."""
    _nameable(node.code, scenario, axes, new)
    check(register_of(node.code).register, scenario, axes)
    own = ScenarioVersion.objects.filter(node=node, name=scenario.name)
    number = (own.aggregate(last=Max("number"))["last"] or 0) + 1
    version = Scenario.from_json(scenario.as_json() | {"version": str(number)})
    try:
        with transaction.atomic():
            ScenarioVersion.objects.create(
                node=node, name=scenario.name[:80], number=number, account=account, held=version.as_json()
            )
    except IntegrityError as quicker:
        raise Unfit(MEANWHILE) from quicker
    return version


def _nameable(code: str, scenario: Scenario, axes: Axes, new: bool) -> None:
    if not NAME.fullmatch(scenario.name):
        raise Unfit(f"{scenario.name!r} is no name: small letters, digits and underscores, 80 at most")
    if not scenario.changes:
        raise Unfit("a scenario changes at least one assumption")
    if new and any(one.name == scenario.name for one in scenarios_of(code, axes.first_year)):
        raise Taken(
            f"a scenario here is called {scenario.name} already: keep a new version of it, or name this another"
        )


def _node(account: Any, code: str) -> Node:
    found = access_node(account, code)
    if not may_revise(account, found.code):
        raise Unfit("assumptions and scenarios are kept by information leads, planners and administrators")
    return Node.objects.get(code=found.code)
