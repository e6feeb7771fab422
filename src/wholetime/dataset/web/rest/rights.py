"""REST: what is held about whoever asks, and how long things are kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from wholetime.chassis.actions.holds import administered_codes
from wholetime.chassis.api import due_now, is_narrowed
from wholetime.chassis.engine.held_parts import as_json
from wholetime.chassis.queries.retention import last_runs
from wholetime.chassis.web.problems import ERRORS
from wholetime.dataset.queries.about_person import about_me
from wholetime.dataset.web.gate import areas_administered
from wholetime.dataset.web.own_record import reader_of
from wholetime.dataset.web.retention import REFUSAL

router = Router(tags=["rights"])


class HeldPart(Schema):
    """Rows of one kind, each with the columns of its part; where they came from and how long they are kept."""

    part: str
    title: str
    came_from: str
    kept: str
    counted_from: str
    rows: list[dict[str, str | int | bool | None]]


class HeldParts(Schema):
    """All that is held about you."""

    made_at: datetime
    parts: list[HeldPart]


class RuleRow(Schema):
    """A rule of retention. ``due`` counts what is due in your areas, null where that cannot be told."""

    rule: str
    what: str
    kept: str
    counted_from: str
    basis: str
    source: str
    verified: bool
    effective_from: date
    due: int | None
    last_run: datetime | None


@router.get("/about-me", response={200: HeldParts, **ERRORS}, summary="What is held about you")
def own(request: HttpRequest) -> Any:
    account = reader_of(request)
    if is_narrowed(account):
        raise PermissionDenied(
            "This token reaches less than you: ask on the page, or with one that reaches all of yours."
        )
    return as_json(about_me(account)[0], timezone.now())


@router.get("/retention", response={200: list[RuleRow], **ERRORS}, summary="How long things are kept")
def rules(request: HttpRequest) -> Any:
    areas_administered(request, REFUSAL)
    runs = last_runs()
    return [
        {
            **{name: getattr(one.keeping, name) for name in ("rule", "what", "counted_from", "basis", "source")},
            "kept": one.keeping.text,
            "verified": one.keeping.verified,
            "effective_from": one.keeping.effective_from,
            "due": None if one.said else one.due,
            "last_run": runs[one.keeping.rule].at if one.keeping.rule in runs else None,
        }
        for one in due_now(administered_codes(reader_of(request)))
    ]
