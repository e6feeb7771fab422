"""Requests for correction: one's own, and those that an information lead has to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from wholetime.chassis.api import NotInScope, access_roles, as_operator
from wholetime.chassis.models import Account
from wholetime.dataset.engine.mapping.reference import reference_yaml
from wholetime.dataset.models import CorrectionRequest, Employment
from wholetime.dataset.models.rights import CorrectionState
from wholetime.dataset.queries.looks import LEADS, lead_codes


@dataclass(frozen=True, slots=True)
class CorrectionValue:
    """A request as its asker and its answerer see it. ``answer_by`` is the last day for an answer."""

    id: int
    who: str
    organisation: str
    code: str
    person: int | None
    employee_number: str
    field: str
    held: str
    should_be: str
    state: str
    state_title: str
    answer: str
    asked_at: datetime
    answered_at: datetime | None
    answer_by: date

    @property
    def waits(self) -> bool:
        return self.state == CorrectionState.ASKED

    @property
    def is_late(self) -> bool:
        return self.waits and timezone.localdate() > self.answer_by


def own_corrections(account: Account) -> list[CorrectionValue]:
    """What ``account`` asked for, the newest first."""
    return [_value(one) for one in _all().filter(account=account).order_by("-pk")]


def corrections_within(codes: list[str]) -> list[CorrectionValue]:
    """The requests about records of ``codes``: those that wait first, the oldest of them first."""
    found = [_value(one) for one in _all().filter(organisation__code__in=codes).order_by("pk")]
    return [one for one in found if one.waits] + [one for one in reversed(found) if not one.waits]


def access_correction(account: Any, number: int) -> CorrectionValue:
    """The request ``number``, where ``account`` is information lead of its organisation; else NotInScope."""
    found = _all().filter(pk=number, organisation__code__in=lead_codes(account)).first()
    if found is None:
        raise NotInScope
    return _value(found)


@as_operator()  # whom to write to; nothing of them is shown
def leads_of(code: str, but: int) -> list[str]:
    """The addresses of the information leads of ``code``, but for the account ``but``."""
    found = Account.objects.filter(is_active=True, memberships__role__in=LEADS).exclude(pk=but).distinct()
    return [lead.email for lead in found if access_roles(lead, code) & LEADS]


def answer_days(day: date) -> int:
    """Days within which a request made on ``day`` is to be answered."""
    entries = sorted(reference_yaml("corrections")["answer_within"], key=lambda entry: entry["from"])
    return int([entry for entry in entries if entry["from"] <= day or entry is entries[0]][-1]["days"])


def _all() -> Any:
    return CorrectionRequest.objects.select_related("account", "organisation")


def _value(one: CorrectionRequest) -> CorrectionValue:
    asked = timezone.localdate(one.asked_at)
    employed = (
        Employment.objects.filter(person=one.person_id, organisation=one.organisation_id) if one.person_id else None
    )
    number = employed.values_list("employee_number", flat=True).first() if employed is not None else None
    return CorrectionValue(
        id=one.pk,
        who=one.account.name,
        organisation=one.organisation.name,
        code=one.organisation.code,
        person=one.person_id,
        employee_number=number or "",
        field=one.field,
        held=one.held,
        should_be=one.should_be,
        state=one.state,
        state_title=CorrectionState(one.state).label,
        answer=one.answer,
        asked_at=one.asked_at,
        answered_at=one.answered_at,
        answer_by=asked + timedelta(days=answer_days(asked)),
    )
