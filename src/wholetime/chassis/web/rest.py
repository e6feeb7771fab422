"""REST: organisations within one's scope."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field, StringConstraints

from wholetime.chassis.queries.access import access_node, access_scope
from wholetime.chassis.queries.organisations import NodeValue, children, codes_under, nodes, search
from wholetime.chassis.web.problems import ERRORS

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,20}$")]
router = Router(tags=["organisations"])


class NodeRow(Schema):
    """One area, organisation, site or team. ``sector`` is empty for areas."""

    code: str
    kind: str
    name: str
    sector: str
    opened: date | None
    closed: date | None
    synthetic: bool


class Search(Schema):
    """What to look for."""

    q: Annotated[str, Field(max_length=100, description="A code, or part of a name; without it, your own areas")] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 20


@router.get("", response={200: list[NodeRow], **ERRORS}, summary="Find organisations and areas")
def find(
    request: HttpRequest,
    asked: Query[Search],
) -> list[NodeValue]:
    roots = access_scope(request.user).roots
    return search(asked.q, codes_under(roots), asked.limit) if asked.q.strip() else nodes(roots)[: asked.limit]


@router.get("/{code}", response={200: NodeRow, **ERRORS}, summary="One organisation or area")
def one(request: HttpRequest, code: Path[Code]) -> NodeValue:
    return access_node(request.user, code)


@router.get("/{code}/children", response={200: list[NodeRow], **ERRORS}, summary="What is directly below")
def below(request: HttpRequest, code: Path[Code]) -> list[NodeValue]:
    return children(access_node(request.user, code).code)
