"""REST: files in. A file is staged, looked at, and committed or discarded, as on the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Query, Router, Schema, Status
from ninja.errors import HttpError
from ninja.files import UploadedFile
from pydantic import Field

from wholetime.chassis.api import access_scope
from wholetime.chassis.web.problems import ERRORS, Problem
from wholetime.chassis.web.rest import Code
from wholetime.dataset.actions.commit import HeldChanged, NotStaged
from wholetime.dataset.actions.upload import commit_upload, discard_upload, stage_upload
from wholetime.dataset.engine.loading import Meant
from wholetime.dataset.models import Load
from wholetime.dataset.models.load import LoadState
from wholetime.dataset.queries.loads import access_load, access_own_load, load_values, loads_in
from wholetime.dataset.web.faults import FILE_FAULTS
from wholetime.dataset.web.gate import sender_of
from wholetime.dataset.web.rest.figures import PeriodText
from wholetime.dataset.web.uploads import received
from wholetime.kernel.period import parse_period

CONFLICT = ERRORS | {409: Problem}

router = Router(tags=["loads"])


class Part(Schema):
    """Which part of a long answer."""

    limit: Annotated[int, Field(ge=1, le=1_000)] = 100
    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0

    @property
    def rows(self) -> slice:
        return slice(self.offset, self.offset + self.limit)


class Options(Schema):
    """How to take a file."""

    keep_good: bool = False
    period: Annotated[
        PeriodText | None, Field(description="The month that a file without rows empties, such as 2025-10")
    ] = None
    org: Annotated[Code | None, Field(description="The organisation whose rows a file without rows empties")] = None

    def meant(self) -> Meant:
        return Meant(parse_period(self.period) if self.period else None, self.org.upper() if self.org else None)


class LoadRow(Schema):
    """One file that was offered. ``state`` is staged, committed, unchanged, refused or discarded."""

    key: UUID
    source: str
    title: str
    file_name: str
    state: str
    account: str
    rows: int
    refused_rows: int
    period_from: date | None
    period_to: date | None
    staged_at: datetime
    committed_at: datetime | None
    synthetic: bool
    sha256: str


class OwnLoadRow(LoadRow):
    """A load of one's own, with what it would change: rows added, changed, removed and unchanged."""

    notes: list[str]
    difference: dict[str, Any]


class RefusalRow(Schema):
    """One cell that was not accepted. ``row`` is as a spreadsheet counts it."""

    row: int
    column: str
    value: str
    reason: str


def _next(operation: str) -> dict[str, Any]:
    """A link of the description: the ``key`` answered is the next operation's."""
    return {"operationId": operation, "parameters": {"key": "$response.body#/key"}}


NEXT: dict[str, Any] = {
    "links": {name: _next(f"{name}_load") for name in ("see", "commit", "discard")}
    | {"refusals": _next("refusals_of_load")}
}
OFFERED: dict[str, Any] = {"responses": {200: NEXT, 201: NEXT}}


@router.get("", response={200: list[LoadRow], **ERRORS}, summary="Files that were offered, newest first")
def all_loads(request: HttpRequest, part: Query[Part]) -> list[Any]:
    found = loads_in(access_scope(request.user), request.user)
    return load_values(found[part.rows])


@router.post("", response={200: OwnLoadRow, 201: OwnLoadRow, **ERRORS}, summary="Offer a file", openapi_extra=OFFERED)
def offer(request: HttpRequest, file: File[UploadedFile], options: Form[Options]) -> Status[Any]:
    """The file is staged: nothing that is held changes until it is committed.

    With ``keep_good`` the good rows of a file with bad ones are staged; without it such a file is ``refused``. A file
    that holds nothing new is ``unchanged``, and answered with 200. A file with a header and no rows empties what is
    held of its month and organisation, which its name tells, or ``period`` and ``org``.
    """
    sender = sender_of(request)
    path, name = received(file)
    try:
        load = stage_upload(path, name, sender, keep_good=options.keep_good, meant=options.meant())
    except FILE_FAULTS as fault:
        raise HttpError(422, str(fault)) from fault
    return Status(200 if load.state == LoadState.UNCHANGED else 201, _own_row(load))


@router.get(
    "/{uuid:key}", response={200: LoadRow, **ERRORS}, summary="One file that was offered", operation_id="see_load"
)
def one(request: HttpRequest, key: UUID) -> Any:
    return load_values([access_load(access_scope(request.user), request.user, key)])[0]


@router.get(
    "/{uuid:key}/refusals",
    response={200: list[RefusalRow], **ERRORS},
    summary="Cells that were not accepted",
    operation_id="refusals_of_load",
)
def refusals(request: HttpRequest, key: UUID, part: Query[Part]) -> Any:
    found = access_own_load(request.user, key).refusals.order_by("row", "column", "id")
    return list(found.values("row", "column", "value", "reason")[part.rows])


@router.post(
    "/{uuid:key}/commit",
    response={200: OwnLoadRow, **CONFLICT},
    summary="Make a staged file the truth",
    operation_id="commit_load",
)
def commit(request: HttpRequest, key: UUID) -> Any:
    sender_of(request)
    try:
        return _own_row(commit_upload(access_own_load(request.user, key)))
    except (NotStaged, HeldChanged) as clash:
        raise HttpError(409, str(clash)) from clash


@router.post(
    "/{uuid:key}/discard",
    response={200: OwnLoadRow, **CONFLICT},
    summary="Throw a staged file away",
    operation_id="discard_load",
)
def discard(request: HttpRequest, key: UUID) -> Any:
    sender_of(request)
    try:
        return _own_row(discard_upload(access_own_load(request.user, key)))
    except NotStaged as clash:
        raise HttpError(409, str(clash)) from clash


def _own_row(load: Load) -> dict[str, Any]:
    (value,) = load_values([load])
    own = {name: getattr(value, name) for name in LoadRow.model_fields}
    return own | {"notes": load.notes, "difference": load.difference}
