"""The register of assumptions in force for an area: its own, or that of an area above it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wholetime.chassis.api import NotInScope, access_node, access_roles
from wholetime.forecast.engine.scenario.register import Register
from wholetime.forecast.engine.scenario.shipped import shipped_register
from wholetime.forecast.models import RegisterVersion
from wholetime.forecast.queries.runs import RunValue
from wholetime.forecast.queries.scenarios import nearest_first

REVISING = frozenset({"information", "planner", "administrator"})
"""Roles that may change assumptions and keep scenarios."""


@dataclass(frozen=True)
class RegisterValue:
    """``register``, kept by the area ``code`` (empty: the one that wholetime comes with) as its version ``number``."""

    register: Register
    code: str = ""
    name: str = ""
    number: int = 0
    made_at: datetime | None = None


@dataclass(frozen=True)
class RevisionValue:
    """One version of a register: when, whose name, what changed and why."""

    number: int
    made_at: datetime
    by: str
    changed: str
    reason: str


def register_for(account: Any, code: str) -> RegisterValue:
    """The newest version of ``code``, else of the nearest area above that has one. Raises NotInScope."""
    return register_of(access_node(account, code).code)


def register_of(code: str) -> RegisterValue:
    """As ``register_for``, for whoever has been let in to ``code`` already."""
    for above in nearest_first(code):
        newest = RegisterVersion.objects.select_related("node").filter(node__code=above).order_by("-number").first()
        if newest is not None:
            return register_value(newest)
    return RegisterValue(shipped_register())


def register_in(run: RunValue) -> Register:
    """The register that ``run`` was asked with; without any assumption where it was asked with none."""
    held = run.question.register
    return Register.from_json(held) if held else Register("none", ())


def register_value(kept: RegisterVersion) -> RegisterValue:
    return RegisterValue(Register.from_json(kept.held), kept.node.code, kept.node.name, kept.number, kept.made_at)


def register_version(account: Any, code: str, number: int) -> RegisterValue:
    """The version ``number`` that ``code`` itself has kept. Raises NotInScope, also where there is none."""
    node = access_node(account, code).code
    kept = RegisterVersion.objects.select_related("node").filter(node__code=node, number=number).first()
    if kept is None:
        raise NotInScope
    return register_value(kept)


def revisions(account: Any, code: str, assumption: str = "", limit: int = 50) -> list[RevisionValue]:
    """Versions that ``code`` itself has kept, the newest first; of one assumption where it is named."""
    found = RegisterVersion.objects.select_related("account").defer("held")
    found = found.filter(node__code=access_node(account, code).code).order_by("-number")
    found = found.filter(changed=assumption) if assumption else found
    return [
        RevisionValue(one.number, one.made_at, one.account.name if one.account else "", one.changed, one.reason)
        for one in found[:limit]
    ]


def may_revise(account: Any, code: str) -> bool:
    """Whether ``account`` may change assumptions of ``code`` and keep scenarios there."""
    return bool(access_roles(account, code) & REVISING)
