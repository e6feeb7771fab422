"""REST: the register of assumptions of an area, its versions, and changing one assumption of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Form, Path, Query, Router, Schema, Status
from pydantic import Field

from wholetime.chassis.api import NotInScope
from wholetime.chassis.web.problems import ERRORS
from wholetime.chassis.web.rest import Code
from wholetime.forecast.actions.assumptions import revise_assumption
from wholetime.forecast.engine.scenario.assumption import Assumption, Unfit
from wholetime.forecast.engine.uncertain import Uncertain
from wholetime.forecast.queries.registers import (
    RegisterValue,
    RevisionValue,
    register_for,
    register_version,
    revisions,
)
from wholetime.forecast.web.rest_parts import CHANGING, Law, Name, Range, Words, unfit
from wholetime.forecast.web.rights import ASSUMPTIONS, let_revise

router = Router(tags=["forecasts"])


class AssumptionRow(Schema):
    """One assumption. ``drives`` is what it changes, and ``how`` it works: ratio, level, growth or share.

    No scenario passes ``least`` and ``most``, ``because`` of what is said; null is no limit.
    """

    name: str
    title: str
    unit: str
    value: Range
    drives: str
    how: str
    owner: str
    source: str
    effective: date
    verified: bool
    group: str | None
    least: float | None
    most: float | None
    because: str


class RegisterRow(Schema):
    """The assumptions in force. ``org`` keeps them, as its version ``number``; empty and 0: they come as shipped."""

    org: str
    org_name: str
    number: int
    version: str
    made_at: datetime | None
    assumptions: list[AssumptionRow]


class RevisionRow(Schema):
    """One version of a register: who changed which assumption, and why."""

    number: int
    made_at: datetime
    by: str
    changed: str
    reason: str


class Revision(Schema):
    """A new value of an assumption, where it comes from and why it changes. ``effective`` is since when it holds."""

    low: Annotated[float, Field(allow_inf_nan=False)]
    central: Annotated[float, Field(allow_inf_nan=False)]
    high: Annotated[float, Field(allow_inf_nan=False)]
    law: Law = "triangular"
    owner: Annotated[Words, Field(max_length=120)]
    source: Words
    effective: date
    verified: bool = False
    reason: Annotated[Words, Field(max_length=300)]


class Most(Schema):
    limit: Annotated[int, Field(ge=1, le=1_000)] = 50


@router.get("/{code}/assumptions", response={200: RegisterRow, **ERRORS}, summary="The assumptions in force in an area")
def register(request: HttpRequest, code: Path[Code]) -> dict[str, Any]:
    return _register(register_for(request.user, code))


@router.get(
    "/{code}/assumptions/versions",
    response={200: list[RevisionRow], **ERRORS},
    summary="Versions of its register that an area has kept, newest first",
)
def versions(request: HttpRequest, code: Path[Code], most: Query[Most]) -> list[RevisionValue]:
    return revisions(request.user, code, limit=most.limit)


@router.get(
    "/{code}/assumptions/versions/{number}",
    response={200: RegisterRow, **ERRORS},
    summary="One version of the register of an area",
)
def version(
    request: HttpRequest, code: Path[Code], number: Path[Annotated[int, Field(ge=1, le=2**31 - 1)]]
) -> dict[str, Any]:
    return _register(register_version(request.user, code, number))


@router.get("/{code}/assumptions/{name}", response={200: AssumptionRow, **ERRORS}, summary="One assumption in force")
def one(request: HttpRequest, code: Path[Code], name: Path[Name]) -> dict[str, Any]:
    return _named(register_for(request.user, code), name).as_json()


@router.post(
    "/{code}/assumptions/{name}",
    response={201: RegisterRow, **CHANGING},
    summary="Change an assumption: a new version of the register",
)
def revise(request: HttpRequest, code: Path[Code], name: Path[Name], revision: Form[Revision]) -> Any:
    node = let_revise(request.user, code, ASSUMPTIONS)
    old = _named(register_for(request.user, node.code), name)
    try:
        kept = revise_assumption(request.user, node.code, _revised(old, revision), revision.reason)
    except Unfit as refused:
        raise unfit(refused) from refused
    return Status(201, _register(kept))


def _named(held: RegisterValue, name: str) -> Assumption:
    found = held.register.by_name.get(name)
    if found is None:
        raise NotInScope
    return found


def _revised(old: Assumption, said: Revision) -> Assumption:
    try:
        value = Uncertain(said.low, said.central, said.high, said.law)
    except ValueError as wrong:
        raise Unfit(str(wrong)) from wrong
    return replace(
        old, value=value, owner=said.owner, source=said.source, effective=said.effective, verified=said.verified
    )


def _register(held: RegisterValue) -> dict[str, Any]:
    return {
        "org": held.code,
        "org_name": held.name,
        "number": held.number,
        "version": held.register.version,
        "made_at": held.made_at,
        "assumptions": [one.as_json() for one in held.register],
    }
