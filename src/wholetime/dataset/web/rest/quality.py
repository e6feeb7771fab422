"""REST: data quality within one's scope."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import polars as pl
from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from wholetime.chassis.api import access_scope
from wholetime.chassis.web.problems import ERRORS
from wholetime.dataset.actions.looks import record_looks
from wholetime.dataset.queries.permits import loading_scope
from wholetime.dataset.queries.quality.chase import to_chase
from wholetime.dataset.queries.quality.overview import how_old, mend_first, named
from wholetime.dataset.queries.quality.records import complete_fields
from wholetime.dataset.queries.quality.worklists import LOOKED_FOR, looked_by, worklist
from wholetime.dataset.web.gate import sender_of

type Returns = Literal["five_minute_return", "gp_return_practice_high", "gp_return_practice_detailed"]
type Worklist = Literal["maternity_support", "midwives", "ahp"]

router = Router(tags=["quality"])


class Most(Schema):
    """How much of a long answer."""

    limit: Annotated[int, Field(ge=1, le=10_000)] = 1_000


class CompleteRow(Schema):
    """Of ``records`` that should have ``field``, those that do. ``share`` is 0 to 1."""

    source: str
    org: str
    name: str
    field: str
    records: int
    filled: int
    share: float


class FirstRow(Schema):
    """A gap. ``gain`` is the percentage points of the whole scope's records that filling it makes usable."""

    source: str
    org: str
    name: str
    field: str
    missing: int
    wte_missing: float
    share: float
    gain: float


class AgeRow(Schema):
    """The newest data of a source and organisation; a publication's organisation is empty."""

    source: str
    org: str
    newest: date
    due: date | None
    age_days: int
    late_days: int


class ChaseRow(Schema):
    """An organisation whose return never came, is late, or is thin."""

    org: str
    name: str
    sector: str
    state: str
    newest: date | None
    late_days: int | None
    why: str


class WorklistRow(Schema):
    """A record whose occupation code should be looked at."""

    org: str
    employee_number: str
    job_role: str | None
    area_of_work: str | None
    band: str | None
    occupation_code: str | None
    proposed: str
    rule: str
    reason: str
    source: str


@router.get("/completeness", response={200: list[CompleteRow], **ERRORS}, summary="Which fields are filled in")
def completeness(request: HttpRequest, most: Query[Most]) -> Any:
    scope = access_scope(request.user)
    found = complete_fields(scope)
    return _rows(named(found, scope).sort("share", "org", "field"), most.limit) if found.height else []


@router.get("/fix-first", response={200: list[FirstRow], **ERRORS}, summary="Gaps by effect, greatest first")
def fix_first(request: HttpRequest, most: Query[Most]) -> Any:
    scope = access_scope(request.user)
    found = mend_first(complete_fields(scope), most.limit)
    return _rows(named(found, scope), most.limit) if found.height else []


@router.get("/timeliness", response={200: list[AgeRow], **ERRORS}, summary="How old each source is")
def timeliness(request: HttpRequest, most: Query[Most]) -> Any:
    return _rows(how_old(access_scope(request.user)), most.limit)


@router.get("/returns/{source}", response={200: list[ChaseRow], **ERRORS}, summary="Returns that are late or thin")
def returns(request: HttpRequest, source: Path[Returns], most: Query[Most]) -> Any:
    return _rows(to_chase(access_scope(request.user), source), most.limit)


@router.get("/worklists/{name}", response={200: list[WorklistRow], **ERRORS}, summary="Records to recode")
def cleansing(request: HttpRequest, name: Path[Worklist], most: Query[Most]) -> Any:
    sender_of(request)
    found = worklist(loading_scope(request.user), name).head(most.limit)
    record_looks(request.user, looked_by(name, "by a program"), LOOKED_FOR, found)
    return _rows(found, most.limit)


def _rows(frame: pl.DataFrame, limit: int) -> list[dict[str, Any]]:
    return frame.head(limit).to_dicts()
