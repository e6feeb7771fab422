"""REST: official population projections of an area. A file is offered, looked at, and taken in, as on the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Path, Router, Schema, Status
from ninja.errors import HttpError
from ninja.files import UploadedFile
from pydantic import Field

from wholetime.chassis.api import access_node
from wholetime.chassis.web.problems import ERRORS
from wholetime.chassis.web.rest import Code
from wholetime.forecast.actions.populations import (
    WHO,
    ProjectionRefused,
    drop_projection,
    offer_projection,
    take_projection,
)
from wholetime.forecast.queries.populations import ProjectionValue, access_offer, projection_of
from wholetime.forecast.web.rest_parts import Words
from wholetime.forecast.web.rights import let_revise, let_somewhere

router = Router(tags=["forecasts"])
REFUSED = f"{WHO[:1].upper()}{WHO[1:]}."
TOLD = 20
"""Cells at fault that are told."""


class Publication(Schema):
    """``title`` is what forecasts name as their source."""

    title: Annotated[Words, Field(max_length=200, examples=["Subnational population projections, ONS"])]
    licence: Annotated[str, Field(max_length=80, pattern=r"^[^\x00-\x1f]*$")] = "OGL v3"


class Decision(Schema):
    """``take`` puts it in force for new forecasts; ``discard`` throws it away while it waits."""

    decision: Literal["take", "discard"]


class Decided(Schema):
    """``changed`` is false where the same file of the same publication is in force already."""

    changed: bool


class ProjectionRow(Schema):
    """What a file says of an area. ``taken_at`` is null while it waits for a decision; ``areas`` are its own names."""

    key: UUID
    org: str
    org_name: str
    source: str
    licence: str
    file_name: str
    sha256: str
    made_at: datetime
    taken_at: datetime | None
    areas: list[str]
    years: list[int]
    residents: list[float]


@router.get(
    "/{code}/population",
    response={200: ProjectionRow | None, **ERRORS},
    summary="The population projection in force for an area: its own, or that of the nearest area above it",
)
def in_force(request: HttpRequest, code: Path[Code]) -> dict[str, Any] | None:
    """Null where there is none: forecasts carry on the growth of past years."""
    held = projection_of(access_node(request.user, code).code)
    return None if held is None else _row(held)


@router.post(
    "/{code}/population", response={201: list[ProjectionRow], **ERRORS}, summary="Offer a population projection"
)
def offer(request: HttpRequest, code: Path[Code], file: File[UploadedFile], of: Form[Publication]) -> Any:
    """Nothing is in force until it is taken. Answers with what the file says of the area and of every area below it."""
    node = let_revise(request.user, code, REFUSED)
    try:
        found = offer_projection(request.user, node.code, file.name or "", file.read(), of.title, of.licence)
    except ProjectionRefused as wrong:
        raise HttpError(422, _said(wrong)) from wrong
    return Status(201, [_row(one) for one in found])


@router.get(
    "/projection/{key}",
    response={200: list[ProjectionRow], **ERRORS},
    summary="What a file says of each area that it is for",
)
def offered(request: HttpRequest, key: Path[UUID]) -> list[dict[str, Any]]:
    return [_row(one) for one in access_offer(request.user, key)]


@router.post("/projection/{key}", response={200: Decided, **ERRORS}, summary="Take a projection in, or throw it away")
def decide(request: HttpRequest, key: Path[UUID], said: Form[Decision]) -> dict[str, bool]:
    let_somewhere(request.user, REFUSED)
    let_revise(request.user, access_offer(request.user, key)[0].code, REFUSED)
    if said.decision == "discard":
        drop_projection(request.user, key)
        return {"changed": False}
    return {"changed": take_projection(request.user, key)}


def _row(one: ProjectionValue) -> dict[str, Any]:
    held = one.projection
    return {
        "key": one.key,
        "org": one.code,
        "org_name": one.name,
        "source": one.title,
        "licence": one.licence,
        "file_name": one.file_name,
        "sha256": one.sha256,
        "made_at": one.made_at,
        "taken_at": one.taken_at,
        "areas": list(one.named),
        "years": list(held.years),
        "residents": [round(float(total), 3) for total in held.totals],
    }


def _said(wrong: ProjectionRefused) -> str:
    """The reason, and the cells at fault after the one that it names."""
    said = "; ".join([str(wrong), *(str(cell) for cell in wrong.refused[1:TOLD])])
    return f"{said[:1].upper()}{said[1:]}."
